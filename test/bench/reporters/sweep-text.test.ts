import { expect, test } from '@jest/globals';
import { sweepText } from '../../../bench/reporters/sweep-text.ts';
import { parseDuration } from '../../../servers/protocol/quantity.ts';
import { type FakeModel, fakeSweep } from './fake-sweep.ts';

const model: FakeModel = {
  'short-polling': ({ interval = '' }) => ({
    p50: parseDuration(interval) / 2,
    age: 500,
    bytes: 40_000 / parseDuration(interval),
    cpu: 900,
  }),
  'long-polling': ({ rtt }) => (rtt === '40ms' ? null : { p50: 2, age: 480, bytes: 300, cpu: 1200 }),
};
const interval = { flag: 'interval', values: ['50ms', '200ms', '400ms'] };
const rtt = { flag: 'rtt', values: ['0', '40ms'] };

test('says what was run, what overtakes what and where, and every cell', () => {
  const text = sweepText(fakeSweep([interval, rtt], model));
  const [runs, settings, blank] = text.split('\n');
  expect(runs).toBe('interval: 50ms, 200ms, 400ms · rtt: 0, 40ms · 6 runs');
  expect(settings).toMatch(/^2 pairs · 2\/s each.* · seed 1$/);
  expect(blank).toBe('');
  expect(text).toMatch(
    /^- At rtt 0, long polling costs fewer bytes per message than short polling from interval\s+180ms down\.$/m,
  );
  expect(text.match(/^ +(?:50|200|400)ms +(?:0|40ms) +(?:short|long) polling( +\S+){5}$/gm)).toHaveLength(12);
  expect(text).toMatch(/^ +200ms +0 +short polling +100 +500 +1\.00 +200 +900$/m);
});

test('where a run does not count its figures are left out, and it is said why', () => {
  const text = sweepText(fakeSweep([interval, rtt], model));
  expect(text.match(/^ +\S+ +40ms +long polling( +–){5}$/gm)).toHaveLength(3);
  expect(text).toContain('- At interval 50ms and rtt 40ms, no figures for long polling: the machine was busy.');
  expect(sweepText(fakeSweep([interval], model))).not.toContain('no figures');
});

test('that none overtakes another is said', () => {
  const same = { p50: 1, age: 1, bytes: 1, cpu: 1 };
  expect(sweepText(fakeSweep([interval], { a: () => same, b: () => same }))).toContain('Nowhere among these figures');
});

test('of a sweep in which nothing counts no such thing is said', () => {
  const nothing = sweepText(fakeSweep([interval], { a: () => null, b: () => null }));
  expect(nothing).toContain('There are no figures among which one could overtake another.');
});

test('what the axes vary is not said to be common to all runs', () => {
  const sweep = fakeSweep([interval, rtt], model);
  const cells = sweep.cells.map(({ settings, result }) => {
    const rttMs = parseDuration(settings['rtt']!);
    return { settings, result: { ...result, scenario: { ...result.scenario, rttMs } } };
  });
  const [, common] = sweepText({ ...sweep, cells }).split('\n');
  expect(common).toContain('2 pairs');
  expect(common).not.toContain('round trip');
});
