import { expect, test } from '@jest/globals';
import { html } from '../../../bench/reporters/html.ts';
import type { RunResult } from '../../../bench/result.ts';
import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import { fakeResult } from './fake-result.ts';

const scenario = { pairs: 5 };
const transports = ['short-polling', 'long-polling', 'websocket', '<script>alert(1)</script>'];
const because = 'held up & "busy" <script>';
const result = fakeResult({ transports, rounds: 2, scenario, invalid: { 'long-polling/2': because } });
const page = html(result);

test('names every transport and every reason, and lets nothing in them be markup', () => {
  const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;';
  for (const name of ['short polling', 'long polling', 'WebSocket', escaped]) expect(page).toContain(name);
  expect(page).toContain('held up &amp; &quot;busy&quot; &lt;script&gt;');
  expect(page).not.toMatch(/<script/i);
});

test('loads nothing: no address in it, no script, and a policy that would refuse them', () => {
  expect(page).not.toMatch(/https?:/i);
  expect(page).not.toMatch(/<(?:link|img|iframe|object|embed|audio|video)\b|@import|xlink:href|\bsrc=/i);
  expect(page.match(/url\([^)]*\)/g)!.every((url) => url.startsWith('url(#'))).toBe(true);
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
});

test('each figure is one drawing that says what it shows, and how to read it', () => {
  const figures = page.match(/<figure[\s\S]*?<\/figure>/g)!;
  expect(figures.map((figure) => /id="([^"]*)"/.exec(figure)![1])).toEqual([
    'percentiles',
    'cdf',
    'over-time',
    'sawtooth',
    'costs',
    'theory',
  ]);
  for (const figure of figures) {
    expect(figure.match(/<svg role="img" aria-label="[^"]+" viewBox="0 0 480 \d+(?:\.\d+)?">/g)).toHaveLength(1);
    expect(figure).toMatch(/<h3>.+<\/h3>/);
    expect(figure).toMatch(/<figcaption>.+<\/figcaption>/);
    expect(figure).not.toMatch(/NaN|undefined|Infinity/);
  }
});

test('can be read in the dark: every colour in it is the stylesheet’s, which has each twice', () => {
  const drawings = page
    .match(/<svg[\s\S]*?<\/svg>/g)!
    .join('\n')
    .replaceAll(/<defs[\s\S]*?<\/defs>/g, '');
  expect(drawings.match(/(?:fill|stroke)="(?!none|transparent|var\(--|url\(#)[^"]*"/g)).toBeNull();
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
  const [light, dark] = [style.slice(0, style.indexOf('@media')), style.slice(style.indexOf('@media'))];
  for (const name of new Set(page.match(/(?<=var\()--\w+/g))) {
    expect(light).toContain(`${name}:`);
    expect(dark).toContain(`${name}:`);
  }
});

test('one element has one id, and the same result makes the same page', () => {
  const ids = page.match(/(?<=\bid=")[^"]*/g)!;
  expect(new Set(ids).size).toBe(ids.length);
  expect(html(result)).toBe(page);
});

test('what does not count is told about, not drawn', () => {
  const invalid = Object.fromEntries(TRANSPORT_NAMES.map((name) => [`${name}/1`, 'busy']));
  const none = html(fakeResult({ rounds: 1, scenario, invalid }));
  expect(none).not.toContain('<svg');
  expect(none).toContain(`0 of ${TRANSPORT_NAMES.length} rounds count.`);
  const one = html(fakeResult({ rounds: 1, scenario, invalid: { 'websocket/1': 'busy' } }));
  expect(one).toContain('No figures for WebSocket');
  expect(one.match(/<figure[\s\S]*<\/figure>/)![0]).not.toContain('WebSocket');
});

test('where there is no theory, nothing is compared with it', () => {
  const own = html(fakeResult({ transports: ['ours'], rounds: 1, scenario }));
  expect(own).toContain('Nothing to compare');
  expect(own).not.toContain('id="theory"');
});

test('a run with nothing received, or one message, can be drawn', () => {
  const bare = (entry: RunResult['summary'][number]) => ({
    ...entry,
    cost: { ...entry.cost, requestsPerMessage: null, bytesUpPerMessage: null, serverCpuMicrosPerMessage: null },
  });
  const few = fakeResult({ rounds: 1, scenario: { pairs: 1, rate: 0.5 } });
  const drawn = html({ ...few, summary: few.summary.map((entry) => bare(entry)) });
  expect(drawn.match(/<figure[\s\S]*<\/figure>/)![0]).not.toMatch(/NaN|undefined|Infinity/);
});
