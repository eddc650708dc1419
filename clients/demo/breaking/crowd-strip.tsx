import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { breakingWords } from './breaking-words.ts';
import { BIN_MS, binsOf, peakOf } from './crowd-bins.ts';
import { type Fall, FALL_SPAN_MS } from './falls.ts';

const BINS = FALL_SPAN_MS / BIN_MS;
const SECONDS = FALL_SPAN_MS / 1000;

/** In units of the drawing: a bin is 5 wide. */
const BIN = 5;
const HEIGHT = 90;
const FOOT = 18;
const WIDTH = BINS * BIN;

/** So many arrivals at least make the top bar. */
const LOWEST_TOP = 10;

/** When the crowd came back after each of the last falls of the server, one below the other and on the same scale. */
export function CrowdStrips({ falls }: { falls: ReadonlySignal<readonly Fall[]> }): JSX.Element {
  const strips = falls.value.map((fall) => ({ fall, bins: binsOf(fall.arrivals, fall.at, BINS) }));
  const top = Math.max(LOWEST_TOP, ...strips.flatMap(({ bins }) => bins));
  return (
    <>
      {strips.map(({ fall, bins }) => (
        <CrowdStrip key={fall.at} fall={fall} bins={bins} top={top} />
      ))}
    </>
  );
}

interface CrowdStripProps {
  readonly fall: Fall;
  readonly bins: readonly number[];
  readonly top: number;
}

function CrowdStrip({ fall: { size, jitter, arrivals }, bins, top }: CrowdStripProps): JSX.Element {
  const words = inLanguage(breakingWords);
  const summary = arrivals.length === 0 ? words.stripEmpty : words.stripPeak(peakOf(arrivals), arrivals.length);
  return (
    <figure class="crowd-strip">
      <figcaption>
        <b>{words.stripOf(size, jitter)}</b> – {summary}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`} role="img" aria-label={`${words.strip}: ${summary}`}>
        <line x1={0} y1={HEIGHT} x2={WIDTH} y2={HEIGHT} class="crowd-axis" />
        {Array.from({ length: SECONDS + 1 }, (_, second) => (
          <g key={second}>
            <line x1={xOf(second)} y1={HEIGHT} x2={xOf(second)} y2={HEIGHT + 4} class="crowd-axis" />
            {second % 2 === 0 && (
              <text
                x={xOf(second)}
                y={HEIGHT + 16}
                text-anchor={second === 0 ? 'start' : second === SECONDS ? 'end' : 'middle'}
              >
                {second}
              </text>
            )}
          </g>
        ))}
        {bins.map((count, i) =>
          count === 0 ? null : (
            <rect
              // oxlint-disable-next-line no-array-index-key
              key={i}
              x={i * BIN}
              y={HEIGHT - (HEIGHT * count) / top}
              width={BIN - 1}
              height={(HEIGHT * count) / top}
            />
          ),
        )}
      </svg>
      <p class="soft">{words.stripAxis}</p>
    </figure>
  );
}

function xOf(second: number): number {
  return ((second * 1000) / BIN_MS) * BIN;
}
