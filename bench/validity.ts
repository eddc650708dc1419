import type { Millis } from '../servers/protocol/units.ts';
import type { Figures } from './figures.ts';

/** What, besides its figures, decides whether a round may be counted. */
export interface Circumstances {
  /** Delay of the generator's event loop, 99th percentile. */
  readonly loopDelayP99Ms: Millis;
  /** By how much the link missed the delays it was asked for, 99th percentile; null where there was none. */
  readonly linkErrorP99Ms: Millis | null;
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
  /** Median of intended → sent. Above, the generator is late all the time: it is asked for more than it can do. */
  sendLagP50Ms: 5,
  /** 99th percentile of intended → sent, and of the event loop's delay. Stalls of 20 to 40 ms are the daily bread of shared machines. */
  stallP99Ms: 50,
  /** A link that is further off than this shows up in the tails that it is there to show. Means suffer a tenth of it. */
  linkErrorP99Ms: 10,
  foreignCpuShare: 0.5,
  /** Fewer delivered messages say nothing. */
  samples: 20,
} as const;

/** Why a round does not count. */
export interface Reason {
  readonly kind: 'restart' | 'loss' | 'refusal' | 'samples' | 'overload' | 'stall' | 'link' | 'foreign-cpu';
  /** In words, with what to do where something can be done. */
  readonly text: string;
}

/** All reasons against counting a round; none for a valid one. */
export function reasonsAgainst({ completeness, sendLagMs }: Figures, circumstances: Circumstances): Reason[] {
  const { loopDelayP99Ms, serverRestarted, foreignCpuShare, lostInWarmup, publishFailure, linkErrorP99Ms } =
    circumstances;
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
  if (sendLagMs !== null && sendLagMs.p50 > LIMITS.sendLagP50Ms) {
    const lag = sendLagMs.p50.toFixed(1);
    add(
      'overload',
      `the generator could not keep up: half of the messages left ${lag} ms late; lower --rate or --pairs`,
    );
  } else if (Math.max(sendLagMs?.p99 ?? 0, loopDelayP99Ms) > LIMITS.stallP99Ms) {
    const stall = Math.max(sendLagMs?.p99 ?? 0, loopDelayP99Ms).toFixed(0);
    add('stall', `the generator was held up by ${stall} ms at p99; measure on a quieter machine, or lower --rate`);
  }
  if (linkErrorP99Ms !== null && linkErrorP99Ms > LIMITS.linkErrorP99Ms) {
    const error = linkErrorP99Ms.toFixed(1);
    add(
      'link',
      `the link missed its delays by ${error} ms at p99; measure on a quieter machine, or lower --rate or --pairs`,
    );
  }
  if (foreignCpuShare > LIMITS.foreignCpuShare) {
    const share = Math.round(foreignCpuShare * 100);
    add('foreign-cpu', `other programs used ${share} % of the machine; end them, or measure later`);
  }
  return reasons;
}
