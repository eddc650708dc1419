import { expect, test } from '@jest/globals';
import { sweepHtml } from '../../../bench/reporters/sweep-html.ts';
import { parseDuration } from '../../../servers/protocol/quantity.ts';
import { type FakeModel, fakeSweep } from './fake-sweep.ts';

const STRANGE = '<script>ours</script>';
const ms = (text = '100ms'): number => parseDuration(text);

const model: FakeModel = {
  'short-polling': ({ interval: every }) => ({ p50: ms(every) / 2, age: 500, bytes: 40_000 / ms(every), cpu: 900 }),
  'long-polling': ({ rtt }) => (rtt === '40ms' ? null : { p50: 2, age: 480, bytes: 300, cpu: 1200 }),
  [STRANGE]: () => ({ p50: 1, age: 470, bytes: 200, cpu: 800 }),
};
const interval = { flag: 'interval', values: ['50ms', '200ms', '400ms'] };
const rtt = { flag: 'rtt', values: ['0', '40ms'] };
const rate = { flag: 'rate', values: ['1/s', '5/s'] };
const figuresOf = (page: string): RegExpMatchArray => page.match(/<figure[\s\S]*?<\/figure>/g)!;

test.each([
  ['one axis: a line chart for each metric', [interval], 5],
  ['two axes: heat maps for each metric', [interval, rtt], 5],
  ['more: heat maps for each value of the rest', [interval, rtt, rate], 10],
])('%s', (_, axes, count) => {
  const page = sweepHtml(fakeSweep(axes, model));
  const figures = figuresOf(page);
  expect(figures).toHaveLength(count);
  for (const figure of figures) {
    expect(figure.match(/<svg role="img" aria-label="[^"]+"/g)).toHaveLength(1);
    expect(figure).not.toMatch(/NaN|undefined|Infinity/);
    for (const name of [/short polling/i, /long polling/i, /&lt;script&gt;ours/i]) expect(figure).toMatch(name);
  }
  const ids = page.match(/(?<=\bid=")[^"]*/g)!;
  expect(new Set(ids).size).toBe(ids.length);
  expect(page).not.toMatch(/https?:|<script/i);
});

test('what does not count is hatched and never shaded, and the table says why', () => {
  const page = sweepHtml(fakeSweep([interval, rtt], model));
  const [latency] = figuresOf(page);
  const shaded = latency.match(/<path [^>]*fill="var\(--h\d\)"/g)!;
  const hatched = latency.match(/<path [^>]*fill="url\(#hatch\)"/g)!;
  expect([shaded.length, hatched.length]).toEqual([15, 3]);
  expect(page).toContain('does not count: the machine was busy');
  const onOneAxis = sweepHtml(fakeSweep([rtt], model));
  expect(onOneAxis).toContain('does not count: the machine was busy');
});

test('crossovers stand on top, and so does that there are none', () => {
  const said = Array.from(sweepHtml(fakeSweep([interval], model)).matchAll(/<li>([A-Z].*)<\/li>/g), ([, item]) => item);
  expect(said).toContain('Long polling costs fewer bytes per message than short polling from interval 180ms down.');
  const same = { p50: 1, age: 1, bytes: 1, cpu: 1 };
  expect(sweepHtml(fakeSweep([interval], { a: () => same, b: () => same }))).toContain('Nowhere among these figures');
});

test('names in place of numbers stand side by side', () => {
  const page = sweepHtml(fakeSweep([{ flag: 'schedule', values: ['poisson', 'burst'] }], model));
  expect(figuresOf(page)[0]).toMatch(/>poisson<[\s\S]*>burst</);
});
