import { TRANSPORT_NAMES, type TransportName } from '../../../../servers/protocol/transport-name.ts';
import type { Look } from './shape.ts';

/** How an exchange looks: what its answer held, or that there is none yet, or never will be. */
export type Outcome = 'pending' | 'full' | 'empty' | 'other' | 'failed';

interface LaneLooks {
  readonly bars: Readonly<Record<Outcome, Look>>;
  /** The server's holding an answer, on its rail. */
  readonly hold: Look;
  /** From asking to the answer, on the client's rail. */
  readonly base: Look;
  /** The way of an answer with something in it. */
  readonly bringing: Look;
  readonly way: Look;
  readonly full: Look;
  readonly hollow: Look;
  readonly beat: Look;
  readonly faint: Look;
  readonly pipe: Look;
}

function looksOf(ink: TransportName): LaneLooks {
  return {
    bars: {
      pending: { stroke: ink, width: 1.5, dash: [5, 4], fill: ink, opacity: 0.16 },
      full: { stroke: ink, width: 1.5, fill: ink, opacity: 0.4 },
      empty: { stroke: ink, width: 1, fill: ink, opacity: 0.08 },
      other: { stroke: 'ink-soft', width: 1, fill: 'ink-soft', opacity: 0.08 },
      failed: { stroke: 'error', width: 1.5, fill: 'error', isHatched: true },
    },
    hold: { stroke: ink, width: 5 },
    base: { stroke: ink, width: 4 },
    bringing: { stroke: ink, width: 3.5 },
    way: { stroke: ink, width: 1.5 },
    full: { fill: ink, stroke: 'ink', width: 1 },
    hollow: { fill: 'sheet', stroke: ink, width: 1.5 },
    beat: { stroke: 'ink-soft', width: 1.5 },
    faint: { stroke: ink, width: 1, dash: [2, 4] },
    pipe: { fill: ink, opacity: 0.1 },
  };
}

export const LANE_LOOKS = Object.fromEntries(TRANSPORT_NAMES.map((name) => [name, looksOf(name)])) as Readonly<
  Record<TransportName, LaneLooks>
>;

export const LOOKS = {
  rail: { stroke: 'line', width: 1 },
  server: { stroke: 'ink-soft', width: 1 },
  grid: { stroke: 'line', width: 1, dash: [1, 5] },
  edge: { stroke: 'accent', width: 1.5 },
  lost: { stroke: 'error', width: 1.5, dash: [4, 3] },
  cross: { stroke: 'error', width: 2.5 },
  lit: { stroke: 'accent', width: 3 },
  chosen: { stroke: 'ink', width: 3 },
  threadCase: { stroke: 'sheet', width: 7 },
  thread: { stroke: 'ink', width: 3 },
  threadWait: { stroke: 'ink', width: 3, dash: [2, 4] },
  threadDot: { fill: 'ink', stroke: 'sheet', width: 1.5 },
  guide: { stroke: 'ink', width: 1, dash: [2, 3] },
  label: { fill: 'ink' },
  /** Can be read over anything. */
  cased: { fill: 'ink', stroke: 'sheet', width: 4 },
  soft: { fill: 'ink-soft' },
} as const satisfies Readonly<Record<string, Look>>;
