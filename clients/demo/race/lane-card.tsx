import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Prediction } from '../../../bench/theory/prediction.ts';
import { inLanguage } from '../words/language.ts';
import { transportWords } from '../words/transport-words.ts';
import { AgeChart } from './age-chart.tsx';
import { cardWords } from './card-words.ts';
import { ConnectionCard } from './connection-card.tsx';
import { sayBytes, sayCount, sayMillis, sayRatio, sayShare, UNKNOWN } from './figure.ts';
import type { Lane, Volume } from './lane.ts';
import type { Predictions } from './predictions.ts';
import { usePulse } from './pulse.ts';
import type { TimelineView } from './timeline-view.ts';

interface LaneCardProps {
  readonly lane: Lane;
  readonly view: TimelineView;
  readonly predictions: ReadonlySignal<Predictions | null>;
  /** Whether A's connection is shown besides B's. */
  readonly withA: boolean;
}

/** What one transport's lane has come to, and how its connections stand. */
export function LaneCard({ lane, view, predictions, withA }: LaneCardProps): JSX.Element {
  usePulse();
  const words = inLanguage(cardWords);
  const name = inLanguage(transportWords)[lane.transport];
  return (
    <section class={`race-card sheet race-card-${lane.transport}`} aria-label={name}>
      <h3>{name}</h3>
      <Figures lane={lane} now={view.now()} predicted={predictions.value?.[lane.transport] ?? null} />
      <AgeChart lane={lane} view={view} label={`${words.age}: ${name}`} />
      <ConnectionCard who="B" status={lane.statuses.b} />
      {withA && <ConnectionCard who="A" status={lane.statuses.a} />}
    </section>
  );
}

interface FiguresProps {
  readonly lane: Lane;
  readonly now: number;
  readonly predicted: Prediction | null;
}

function Figures({ lane, now, predicted }: FiguresProps): JSX.Element {
  const words = inLanguage(cardWords);
  const { latencies, counters, refreshed, isOneSided } = lane;
  const messages = lane.ledger.count;
  const newest = refreshed.at(refreshed.added - 1);
  const age = newest === undefined ? null : now - newest.intendedAtMs;
  const volume = ({ headers, bodies }: Volume): string =>
    words.volume(isOneSided ? UNKNOWN : sayBytes(headers), sayBytes(bodies));
  const perMessage = messages.received === 0 ? null : counters.polls / messages.received;
  const empty = counters.answers === 0 ? null : counters.empty / counters.answers;
  const rows: readonly (readonly [name: string, measured: string, predicted: string | null])[] = [
    [words.latencyLast, sayMillis(latencies.last), null],
    [words.latencyP50, sayMillis(latencies.percentile(50)), sayMillis(predicted?.latencyMs?.p50 ?? null)],
    [words.latencyP95, sayMillis(latencies.percentile(95)), UNKNOWN],
    [words.age, sayMillis(age), null],
    [words.meanAge, sayMillis(lane.meanAgeUntil(now)), sayMillis(predicted?.freshnessMs.meanAge ?? null)],
    [words.perMessage, sayRatio(perMessage), sayRatio(predicted?.cost.requestsPerMessage ?? null)],
    [words.emptyShare, sayShare(empty), sayShare(predicted?.cost.emptyShare ?? null)],
    [words.requests, sayCount(counters.requests), null],
  ];
  const { sent, received, lostAnnounced, lostSilently, shownTwice, outOfOrder } = messages;
  const isWhole = lostAnnounced + lostSilently + shownTwice + outOfOrder === 0;
  return (
    <>
      <table class="race-figures">
        <caption class="heard">{words.figures}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{words.measured}</th>
            <th scope="col">{words.predicted}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, measured, theory]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{measured}</td>
              <td>{theory ?? ''}</td>
            </tr>
          ))}
          {(
            [
              [words.up, counters.up],
              [words.down, counters.down],
            ] as const
          ).map(([name, bytes]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td colSpan={2}>{volume(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class={isWhole ? 'race-whole' : 'race-broken'}>
        <b>{words.messages}</b> {words.sent} {sayCount(sent)} · {words.received} {sayCount(received)} · {words.lost}{' '}
        {sayCount(lostAnnounced + lostSilently)} · {words.twice} {sayCount(shownTwice)} · {words.outOfOrder}{' '}
        {sayCount(outOfOrder)}
      </p>
    </>
  );
}
