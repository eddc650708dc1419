import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { cardWords } from './card-words.ts';
import { sayBytes, sayCount, sayMillis, sayShare, UNKNOWN } from './figure.ts';
import type { Lane, Volume } from './lane.ts';
import { usePulse } from './pulse.ts';

/** What each lane has come to, in its most telling figures, beside the lanes themselves. */
export function LaneBoard({ lanes }: { lanes: readonly Lane[] }): JSX.Element {
  return (
    <div class="race-board sheet">
      {lanes.map((lane) => (
        <LaneBlock key={lane.transport} lane={lane} />
      ))}
    </div>
  );
}

function LaneBlock({ lane }: { lane: Lane }): JSX.Element {
  usePulse();
  const { transport, latencies, counters, isOneSided } = lane;
  const words = inLanguage(cardWords);
  const name = inLanguage(transportWords)[transport];
  const empty = counters.answers === 0 ? null : counters.empty / counters.answers;
  const rows = [
    [words.latencyP50, sayMillis(latencies.percentile(50))],
    [words.latencyP95, sayMillis(latencies.percentile(95))],
    [words.requests, sayCount(counters.requests)],
    [words.emptyShare, sayShare(empty)],
    [words.bytes, isOneSided ? UNKNOWN : sayBytes(whole(counters.up) + whole(counters.down))],
  ] as const;
  return (
    <section class={`race-block race-piece-${transport}`} aria-label={name}>
      <h3>{name}</h3>
      <p class="race-last">
        {sayMillis(latencies.last)} <small>{words.latencyLast}</small>
      </p>
      <dl class="race-times">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function whole({ headers, bodies }: Volume): number {
  return (headers as number) + (bodies as number);
}
