import { expect, test } from '@jest/globals';
import { judgeCounts } from '../../../bench/check/counts.ts';
import type { BootMeasurement, LaneResult } from '../../../bench/check/duet.ts';
import { addTallies } from '../../../bench/tally.ts';

interface Counts {
  readonly requests?: number;
  readonly bytes?: number;
  readonly duplicated?: number;
  readonly disordered?: number;
}

function lane({ requests = 1000, bytes = 100_000, duplicated = 0, disordered = 0 }: Counts): LaneResult {
  const { completeness, cost } = addTallies([]);
  return {
    series: { index: new Uint32Array(), atMs: new Float64Array(), excessMs: new Float64Array() },
    completeness: { ...completeness, duplicatedShown: duplicated, outOfOrder: disordered },
    cost: { ...cost, deliveries: 500, requests: requests / 2, publishRequests: requests / 2, bytesDown: bytes },
  };
}

function boot(base: Counts, candidate: Counts, left: number | null = 0): BootMeasurement {
  return {
    transports: new Map([['long-polling', { base: lane(base), candidate: lane(candidate) }]]),
    waitersLeft: { base: 0, candidate: left },
    reasons: [],
  };
}

const regressions = (...boots: BootMeasurement[]) =>
  judgeCounts(boots)
    .filter(({ outcome }) => outcome === 'regression')
    .map(({ what, base, candidate }) => [what, base, candidate]);

test.each<[string, BootMeasurement, unknown[]]>([
  ['nothing where both are alike', boot({}, {}), []],
  ['nothing of what may be chance', boot({}, { requests: 1040, bytes: 104_000 }), []],
  ['more requests', boot({}, { requests: 1060 }), [['requestsPerMessage', 2, 2.12]]],
  ['more bytes', boot({}, { bytes: 106_000 }), [['bytesPerMessage', 200, 212]]],
  ['a message shown twice', boot({}, { duplicated: 1 }), [['duplicatedShown', 0, 1]]],
  ['one out of order', boot({}, { disordered: 1 }), [['outOfOrder', 0, 1]]],
  ['nothing that the base does as well', boot({ duplicated: 2 }, { duplicated: 2 }), []],
  ['nor does it happen to do so more often', boot({ duplicated: 2 }, { duplicated: 6 }), []],
  ['what it does far more often', boot({ duplicated: 2 }, { duplicated: 20 }), [['duplicatedShown', 2, 20]]],
  ['a wait that was left behind', boot({}, {}, 1), [['waitersLeft', 0, 1]]],
  ['nothing of waits where the server does not tell', boot({}, {}, null), []],
])('counts find %s', (_, measured, expected) => {
  expect(regressions(measured)).toEqual(expected);
});

test('let what is faster send less together', () => {
  const measured = [boot({}, { requests: 1200, bytes: 120_000, duplicated: 1 })];
  const wrong = judgeCounts(measured, new Set(['long-polling'])).filter(({ outcome }) => outcome === 'regression');
  expect(wrong.map(({ what }) => what)).toEqual(['duplicatedShown']);
});

test('are added up over boots', () => {
  expect(regressions(boot({}, { requests: 1080 }), boot({}, {}))).toEqual([]);
  expect(regressions(boot({}, { requests: 1080 }), boot({}, { requests: 1080 }))).toHaveLength(1);
});
