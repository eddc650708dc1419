import type { Millis } from '../servers/protocol/units.ts';
import type { Figures } from './figures.ts';

/** What, besides its figures, decides whether a round may be counted. */
export interface Circumstances {
  /** Delay of the generator's event loop, 99th percentile. */
  readonly loopDelayP99Ms: Millis;
  /** Whether the server was another process at the end than at the beginning. */
  readonly serverRestarted: boolean;
  /** Share of the machine's CPU time that other processes used, 0 to 1. */
  readonly foreignCpuShare: number;
  /** Messages of the warm-up that were lost. */
  readonly lostInWarmup: number;
  /** What the first message that could not be sent failed with; null where all could. */
  readonly publishFailure: string | null;
}

/** Beyond these a figure would say more of the machine than of the transport. */
export const LIMITS = {
  /** 99th percentile of intended → sent. */
  sendLagP99Ms: 20,
  loopDelayP99Ms: 20,
  foreignCpuShare: 0.5,
  /** Fewer delivered messages say nothing. */
  samples: 20,
} as const;

/** Why a round does not count. */
export interface Reason {
  readonly kind: 'restart' | 'loss' | 'refusal' | 'samples' | 'send-lag' | 'loop-delay' | 'foreign-cpu';
  /** In words, with what to do where something can be done. */
  readonly text: string;
}

/** All reasons against counting a round; none for a valid one. */
export function reasonsAgainst({ completeness, sendLagMs }: Figures, circumstances: Circumstances): Reason[] {
  const { loopDelayP99Ms, serverRestarted, foreignCpuShare, lostInWarmup, publishFailure } = circumstances;
  const { sent, delivered, lost } = completeness;
  const reasons: Reason[] = [];
  const add = (kind: Reason['kind'], text: string): void => void reasons.push({ kind, text });

  if (serverRestarted) add('restart', 'the server restarted during the round');
  if (publishFailure !== null) add('refusal', `a message could not be sent: ${publishFailure}`);
  if (lost > 0) add('loss', `${lost} of ${sent} messages were lost`);
  else if (lostInWarmup > 0) add('loss', `${lostInWarmup} messages of the warm-up were lost`);
  if (delivered < LIMITS.samples) {
    add('samples', `${delivered} messages are too few to say anything; raise --rate, --pairs or --duration`);
  }
  if (sendLagMs !== null && sendLagMs.p99 > LIMITS.sendLagP99Ms) {
    const lag = sendLagMs.p99.toFixed(1);
    add('send-lag', `the generator sent late, by ${lag} ms at p99: it could not keep up; lower --rate or --pairs`);
  }
  if (loopDelayP99Ms > LIMITS.loopDelayP99Ms) {
    const delay = loopDelayP99Ms.toFixed(1);
    add('loop-delay', `the generator's event loop was late, by ${delay} ms at p99; lower --rate or --pairs`);
  }
  if (foreignCpuShare > LIMITS.foreignCpuShare) {
    const share = Math.round(foreignCpuShare * 100);
    add('foreign-cpu', `other programs used ${share} % of the machine; end them, or measure later`);
  }
  return reasons;
}
