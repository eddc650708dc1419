import type { Scenario } from '../../../bench/scenario.ts';
import type { CostSums } from '../../../bench/tally.ts';

/** What a made-up transport does to a message. */
export interface FakeTransport {
  /** Median of the send leg. */
  readonly sendMs: number;
  /** What is waited for in the mailbox, before the software's own time. */
  readonly deliveryMs: (appendedAtMs: number, phaseMs: number, pollIntervalMs: number) => number;
  readonly perMessage: (scenario: Scenario) => Partial<CostSums>;
}

/** Of the size that was once measured. */
export const LAB_TRANSPORTS: Readonly<Record<string, FakeTransport>> = {
  'short-polling': {
    sendMs: 1.1,
    deliveryMs: (appendedAtMs, phaseMs, pollIntervalMs) =>
      pollIntervalMs - ((((appendedAtMs - phaseMs) % pollIntervalMs) + pollIntervalMs) % pollIntervalMs),
    perMessage({ rate, pollIntervalMs }) {
      const asked = 1000 / (pollIntervalMs * rate);
      const empty = asked * Math.exp(-1 / asked);
      const bytes = { bytesUp: 175 * asked, bytesDown: 190 * asked + 168 };
      return { requests: asked, pages: asked, emptyPages: empty, ...bytes, serverCpuMicros: 760 + 800 * asked };
    },
  },
  'long-polling': {
    sendMs: 1.2,
    deliveryMs: () => 0.3,
    perMessage: () => ({ requests: 1, pages: 1, bytesUp: 182, bytesDown: 399, serverCpuMicros: 1431 }),
  },
  websocket: {
    sendMs: 0.55,
    deliveryMs: () => 0,
    perMessage: () => ({ requests: 0, pages: 1, bytesUp: 0, bytesDown: 220, serverCpuMicros: 833 }),
  },
};
