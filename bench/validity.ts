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
  /** Messages that the generator never came to send. */
  readonly unsent: number;
  /** Messages that were still coming when nobody waited any longer. */
  readonly outstanding: number;
  /** From the last sending to the last handling. */
  readonly drainMs: Millis;
  /** How long a message may take though nothing holds it up. */
  readonly longestWayMs: Millis;
  /** CPU time per time while the round measured: 1 is a core. Null where the server does not tell. */
  readonly generatorCpuShare: number;
  readonly serverCpuShare: number | null;
}

/** Beyond these a figure would say more of the machine than of the transport. */
export const LIMITS = {
  /** Median of intended → sent. Above, the generator is late all the time: it is asked for more than it can do. */
  sendLagP50Ms: 5,
  /** 99th percentile of intended → sent, and of the event loop's delay. Stalls of 20 to 40 ms are the daily bread of shared machines. */
  stallP99Ms: 50,
  /** From the last sending to the last handling, beyond the longest way. More has piled up, and would go on to. */
  drainMs: 500,
  /** Who uses so much of a core has no more to give. */
  fullCpuShare: 0.9,
  /** A link that is further off than this shows up in the tails that it is there to show. Means suffer a tenth of it. */
  linkErrorP99Ms: 10,
  foreignCpuShare: 0.5,
  /** Fewer delivered messages say nothing. */
  samples: 20,
} as const;

/** Why a round does not count. */
export interface Reason {
  readonly kind: 'restart' | 'loss' | 'refusal' | 'samples' | 'overload' | 'stall' | 'backlog' | 'link' | 'foreign-cpu';
  /** In words, with what to do where something can be done. */
  readonly text: string;
}

/** All reasons against counting a round; none for a valid one. */
export function reasonsAgainst(
  { completeness, sendLagMs }: Pick<Figures, 'completeness' | 'sendLagMs'>,
  circumstances: Circumstances,
): Reason[] {
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
  const stallMs = Math.max(sendLagMs?.p99 ?? 0, loopDelayP99Ms);
  const isOverloaded = circumstances.unsent > 0 || (sendLagMs?.p50 ?? 0) > LIMITS.sendLagP50Ms;
  if (isOverloaded) add('overload', overload(sendLagMs?.p50 ?? 0, circumstances));
  else if (stallMs > LIMITS.stallP99Ms) {
    const stall = inWords(stallMs);
    add('stall', `the generator was held up by ${stall} at p99; measure on a quieter machine, or lower --rate`);
  }
  const { outstanding, drainMs, longestWayMs } = circumstances;
  // Behind a generator that is late everything is.
  if (outstanding > 0 || (!isOverloaded && drainMs > longestWayMs + LIMITS.drainMs)) {
    add('backlog', backlog(circumstances));
  }
  if (linkErrorP99Ms !== null && linkErrorP99Ms > LIMITS.linkErrorP99Ms) {
    const error = linkErrorP99Ms.toFixed(1);
    add(
      'link',
      `the link missed its delays by ${error} ms at p99; measure on a quieter machine, or lower --rate or --pairs`,
    );
  }
  if (foreignCpuShare > LIMITS.foreignCpuShare) {
    add('foreign-cpu', `other programs used ${percent(foreignCpuShare)} of the machine; end them, or measure later`);
  }
  return reasons;
}

/** The generator is asked for more than it can do, or gets too little of the machine to do it. */
function overload(lagMs: Millis, { unsent, generatorCpuShare }: Circumstances): string {
  const late = `half of the messages left ${inWords(lagMs)} late or more`;
  const what = unsent === 0 ? late : `${late}, ${unsent} never did`;
  return `the generator could not keep up: ${what}, and it used ${percent(generatorCpuShare)} of a core; lower --rate or --pairs`;
}

/** More is sent than comes out at the other end. */
function backlog({ outstanding, drainMs, serverCpuShare }: Circumstances): string {
  const late = outstanding > 0 ? '' : `the last message arrived ${inWords(drainMs)} after it was sent, `;
  const advice = 'lower --rate, --pairs or --payload';
  if (serverCpuShare === null) return `messages piled up, ${late}in the server or on their way; ${advice}`;
  const used = `used ${percent(serverCpuShare)} of a core`;
  if (serverCpuShare < LIMITS.fullCpuShare) {
    return `messages piled up on their way, ${late}though the server ${used}; ${advice}`;
  }
  return `the server could not keep up: messages piled up, ${late}and it ${used}; ${advice}`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function inWords(ms: Millis): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}
