import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { inLanguage } from '../words/language.ts';
import { breakingWords } from './breaking-words.ts';
import { BIN_MS, binsOf, peakOf } from './crowd-bins.ts';
import { type Fall, FALL_SPAN_MS } from './falls.ts';

const BINS = FALL_SPAN_MS / BIN_MS;

/** In units of the drawing: a bin is 5 wide. */
const BIN = 5;
const HEIGHT = 90;
const FOOT = 18;
const WIDTH = BINS * BIN;

/** When the crowd came back after each of the last falls of the server, one below the other. */
export function CrowdStrips({ falls }: { falls: ReadonlySignal<readonly Fall[]> }): JSX.Element {
  return (
    <>
      {falls.value.map((fall) => (
        <CrowdStrip key={fall.at} fall={fall} />
      ))}
    </>
  );
}

function CrowdStrip({ fall: { at, size, jitter, arrivals } }: { fall: Fall }): JSX.Element {
  const words = inLanguage(breakingWords);
  const bins = binsOf(arrivals, at, BINS);
  const peak = peakOf(arrivals);
  const tallest = Math.max(size, ...bins);
  const summary = arrivals.length === 0 ? words.stripEmpty : words.stripPeak(peak, arrivals.length);
  return (
    <figure class="crowd-strip">
      <figcaption>
        <b>{words.stripOf(size, jitter)}</b> – {summary}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`} role="img" aria-label={`${words.strip}: ${summary}`}>
        <line x1={0} y1={HEIGHT} x2={WIDTH} y2={HEIGHT} class="crowd-axis" />
        {Array.from({ length: FALL_SPAN_MS / 1000 + 1 }, (_, second) => (
          <g key={second}>
            <line x1={xOf(second)} y1={HEIGHT} x2={xOf(second)} y2={HEIGHT + 4} class="crowd-axis" />
            {second % 2 === 0 && (
              <text x={xOf(second)} y={HEIGHT + 16} text-anchor={second === 0 ? 'start' : 'middle'}>
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
              y={HEIGHT - (HEIGHT * count) / tallest}
              width={BIN - 1}
              height={(HEIGHT * count) / tallest}
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
