import { DEFAULT_HOLD_MS } from '../../servers/protocol/limits.ts';
import type { Habits } from './habits.ts';
import type { TransportSettings } from './transport.ts';

/** What may be set on a client, and changed while it is at work. */
export interface ClientSettings extends TransportSettings, Habits {}

export const DEFAULT_SETTINGS: ClientSettings = {
  pollIntervalMs: 1000,
  pollDiscipline: 'fixed-delay',
  holdMs: DEFAULT_HOLD_MS,
  answerTimeoutMs: 10_000,
  resume: true,
  heartbeat: true,
  jitter: true,
  dropSeen: true,
};

const NAMES = Object.keys(DEFAULT_SETTINGS) as readonly (keyof ClientSettings)[];

/** Settings that may be changed under those who read them. */
export type LiveSettings = { -readonly [Name in keyof ClientSettings]: ClientSettings[Name] };

/** Takes what is `wanted` into `settings`. @returns The names of those that are now otherwise than before. */
export function change(settings: LiveSettings, wanted: Partial<ClientSettings>): readonly (keyof ClientSettings)[] {
  const changed = NAMES.filter((name) => wanted[name] !== undefined && wanted[name] !== settings[name]);
  Object.assign(settings, Object.fromEntries(changed.map((name) => [name, wanted[name]])));
  return changed;
}
