import type { Scenario } from './scenario.ts';

/** A scenario worth a name: what it changes of the default one, and what it shows, in a line. */
export interface Preset {
  readonly shows: string;
  readonly changes: Partial<Scenario>;
}

export const PRESETS = {
  chat: {
    shows: 'people talking over 40 ms of network: what each transport feels like',
    changes: { rate: 0.5, pairs: 40, payloadBytes: 120, rttMs: 40, durationMs: 6000, warmupMs: 2000 },
  },
  quiet: {
    shows: 'a message every twenty seconds: holds run out, and almost every poll is for nothing',
    changes: { rate: 0.05, pairs: 60, holdMs: 2000, rttMs: 40, durationMs: 10_000, warmupMs: 2500 },
  },
  ticker: {
    shows: 'many small messages: long polling degenerates to polling as fast as the network lets it',
    changes: { rate: 50, pairs: 4, payloadBytes: 32, rttMs: 40, pollIntervalMs: 250 },
  },
  bursty: {
    shows: 'ten messages at once, then a pause: what a batch saves',
    changes: { schedule: 'burst', rate: 5, pairs: 10, rttMs: 40 },
  },
  far: {
    shows: '300 ms of round trip: long polling has up to three transits, the WebSocket one',
    changes: { rate: 2, pairs: 20, rttMs: 300, warmupMs: 2000 },
  },
  crowd: {
    shows: 'five hundred pairs on one server: what a connection, a held poll and a request cost',
    changes: { rate: 0.2, pairs: 500, warmupMs: 3000 },
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
