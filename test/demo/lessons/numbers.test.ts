import { expect, test } from '@jest/globals';
import { DEFAULT_SCENARIO, type Scenario } from '../../../bench/scenario.ts';
import { predict } from '../../../bench/theory/predict.ts';
import { SOME_WAY } from '../../../clients/demo/lessons/lesson.ts';
import { LESSONS } from '../../../clients/demo/lessons/lessons.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';

/*
 * What teachers are told to expect is what theory says, in both languages. Where theory simulates, a seed moves the last
 * digit, so it is asked with several.
 */

const SEEDS = Array.from({ length: 16 }, (_, seed) => seed);

type Row = readonly [lesson: number, transport: TransportName, Partial<Scenario>, Figure, told: string];
type Theory = ReturnType<typeof predict>;
type Figure = 'mean, s' | 'mean, ms' | 'requests' | 'empty, %';

const FIGURES: Readonly<Record<Figure, (theory: Theory) => number>> = {
  'mean, s': ({ latencyMs }) => (latencyMs!.mean as number) / 1000,
  'mean, ms': ({ latencyMs }) => latencyMs!.mean,
  requests: ({ cost }) => cost.requestsPerMessage!,
  'empty, %': ({ cost }) => 100 * cost.emptyShare!,
};

const SELDOM = { rate: 0.25 };
const ONCE_A_MINUTE = { rate: 1 / 60 };

const ROWS: readonly Row[] = [
  [1, 'short-polling', SELDOM, 'mean, s', '0.65'],
  [1, 'short-polling', { ...SELDOM, pollIntervalMs: 5000 }, 'mean, s', '2.65'],
  [1, 'short-polling', { ...SELDOM, pollIntervalMs: 200 }, 'mean, s', '0.25'],
  [1, 'short-polling', SELDOM, 'empty, %', '76'],
  [1, 'short-polling', { ...SELDOM, pollIntervalMs: 5000 }, 'empty, %', '28'],
  [1, 'short-polling', { ...SELDOM, pollIntervalMs: 200 }, 'empty, %', '93'],
  [2, 'long-polling', SELDOM, 'mean, s', '0.1'],
  [2, 'long-polling', SELDOM, 'requests', '1.02'],
  [2, 'long-polling', SELDOM, 'empty, %', '2'],
  [2, 'long-polling', { ...SELDOM, holdMs: 3000 }, 'requests', '1.85'],
  [2, 'long-polling', { ...SELDOM, holdMs: 3000 }, 'empty, %', '46'],
  [3, 'websocket', { rate: 20 }, 'mean, s', '0.1'],
  [3, 'long-polling', { rate: 20 }, 'mean, ms', '147'],
  [3, 'long-polling', { rate: 20 }, 'requests', '0.47'],
  [7, 'short-polling', { rate: 10 }, 'requests', '0.09'],
  [7, 'long-polling', { rate: 10 }, 'requests', '0.73'],
  [7, 'short-polling', { rate: 10 }, 'mean, s', '0.69'],
  [7, 'long-polling', { rate: 10 }, 'mean, s', '0.14'],
  [7, 'websocket', { rate: 10 }, 'mean, s', '0.1'],
  [7, 'short-polling', { rate: 10, pollIntervalMs: 5000 }, 'mean, s', '2.7'],
  [7, 'short-polling', { rate: 10, pollIntervalMs: 5000 }, 'requests', '0.02'],
  [7, 'short-polling', ONCE_A_MINUTE, 'requests', '55'],
  [7, 'short-polling', ONCE_A_MINUTE, 'empty, %', '98'],
  [7, 'long-polling', ONCE_A_MINUTE, 'requests', '4.5'],
];

test.each(ROWS)('lesson %i, %s %j, %s: %s', (lesson, transport, settings, figure, told) => {
  const seen = SEEDS.map((seed) =>
    FIGURES[figure](predict({ ...DEFAULT_SCENARIO, rttMs: SOME_WAY.rttMs, ...settings, seed }, transport)),
  );
  const decimals = told.split('.')[1]?.length ?? 0;
  expect((seen.reduce((sum, one) => sum + one) / seen.length).toFixed(decimals)).toBe(told);
  for (const { notes } of Object.values(LESSONS[lesson - 1]!.words)) {
    expect(notes.numbers.join('\n').match(/\d+(\.\d+)?/g)).toContain(told);
  }
});
