import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckResult } from '../../../bench/check/check-result.ts';
import { changePoints } from '../../../bench/check/statistics/change-points.ts';
import { readTrends } from '../../../bench/check/trend.ts';
import { seeded } from '../../../bench/random.ts';
import { trendText } from '../../../bench/reporters/trend-text.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { fakeCheck, fakeFinding, INVALID } from '../reporters/fake-check.ts';
import { normal } from './normal.ts';

describe('change points', () => {
  const random = seeded(1, 'levels');
  const noisy = (levels: readonly number[]): number[] => levels.map((level) => level + 0.015 * normal(random));
  const level = (value: number, count: number): number[] => Array.from({ length: count }, () => value);

  test('are where the level changes', () => {
    expect(changePoints([...level(0, 8), ...level(1, 7), ...level(0.5, 8)], random)).toEqual([8, 15]);
    for (let i = 0; i < 10; i += 1) {
      const [found] = changePoints(noisy([...level(0, 12), ...level(0.05, 12)]), random);
      expect(Math.abs(found! - 12)).toBeLessThanOrEqual(1);
    }
  });

  test('show what creeps', () => {
    const creeping = Array.from({ length: 24 }, (_, i) => 0.004 * i);
    for (let i = 0; i < 10; i += 1) expect(changePoints(noisy(creeping), random).length).toBeGreaterThanOrEqual(1);
  });

  test('are seldom where it does not', () => {
    let found = 0;
    for (let i = 0; i < 100; i += 1) if (changePoints(noisy(level(0, 20)), random).length > 0) found += 1;
    expect(found).toBeLessThanOrEqual(4);
  });

  test('are none of too few', () => {
    expect(changePoints([...level(0, 6), ...level(9, 5)], random)).toEqual([]);
    expect(changePoints([...level(0, 6), ...level(9, 6)], random)).toEqual([6]);
    expect(changePoints([], random)).toEqual([]);
  });
});

describe('the trend of a folder', () => {
  function folderWith(results: readonly CheckResult[]): string {
    const folder = temporaryFolder();
    for (const [i, result] of results.entries()) writeFileSync(path.join(folder, `${i}.json`), JSON.stringify(result));
    return folder;
  }

  /** A check of the p50, as it was made on that day of January. */
  function onDay(day: number, percent: number, base = 'v1'): CheckResult {
    const { environment, sides } = fakeCheck();
    const startedAt = `2026-01-${String(day).padStart(2, '0')}T12:00:00.000Z`;
    return fakeCheck({
      environment: { ...environment, startedAt },
      sides: { ...sides, base },
      findings: [fakeFinding({ estimate: Math.log1p(percent / 100) })],
    });
  }

  const rising = [0.1, 0.3, 0, -0.2, 0.1, 0.3, 6.1, 6.3, 5.9, 6.2, 6, 6.1].map((percent, i) => onDay(i + 1, percent));

  test('says since when what is slower, in whatever order the files are', () => {
    const trends = readTrends(folderWith(rising.toReversed())).filter(({ metric }) => metric === 'p50');
    expect(trends).toMatchObject([
      {
        base: 'v1',
        transport: 'websocket',
        isRegression: true,
        levels: [{ results: 6 }, { since: '2026-01-07T12:00:00.000Z', results: 6 }],
      },
    ]);
    expect(trendText(trends)).toMatch(
      /^FAIL {2}WebSocket, p50, against v1: \+0\.1 % at first \(6 results\) and \+6\.1 % since 2026-01-07 \(6 results\)$/m,
    );
  });

  test('compares only what had the same base, and leaves out what says nothing', () => {
    const trends = readTrends(
      folderWith([
        ...rising.slice(0, 6),
        ...[21, 22, 23, 24, 25, 26].map((day) => onDay(day, 0.1)),
        ...[7, 8, 9].map((day) => onDay(day, 6, 'v2')),
        INVALID,
      ]),
    );
    expect(trends.every(({ levels }) => levels.length === 1)).toBe(true);
    expect(new Set(trends.map(({ base }) => base))).toEqual(new Set(['v1', 'v2']));
    expect(trendText(trends)).toBe('Nothing has changed from result to result.');
  });

  test('says nothing of a few results', () => {
    expect(trendText(readTrends(folderWith(rising.slice(0, 11))))).toMatch(
      /^There are too few results .* it takes 12 /,
    );
  });

  test.each([[[]], [[INVALID]]])('of a folder with nothing to look at is refused', (results) => {
    expect(() => readTrends(folderWith(results))).toThrow('holds no result');
  });

  test('of no folder is refused', () => {
    expect(() => readTrends(path.join(temporaryFolder(), 'none'))).toThrow("can't be read");
  });
});
