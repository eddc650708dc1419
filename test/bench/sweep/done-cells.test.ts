import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DoneCells } from '../../../bench/sweep/done-cells.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { fakeResult } from '../reporters/fake-result.ts';

const far = fakeResult({ rounds: 1, scenario: { rttMs: 40, pairs: 2 } });
const near = fakeResult({ rounds: 1, scenario: { pairs: 2 } });
const means = { lab: '0.1.0' };

function file(): string {
  return path.join(temporaryFolder(), 'made', 'sweep-partial.json');
}

test('who comes later finds what was measured of the same scenario by the same means, and nothing else', () => {
  const place = file();
  new DoneCells(place, means).add(far.scenario, far);
  const later = new DoneCells(place, means);
  expect(later.of(far.scenario)).toEqual(far);
  expect(later.of(near.scenario)).toBeUndefined();
  expect(later.of({ ...far.scenario, seed: 2 })).toBeUndefined();
  expect(new DoneCells(place, { lab: '0.2.0' }).of(far.scenario)).toBeUndefined();
});

test('a sweep that is whole takes its own cells away, and with the last one the file', () => {
  const place = file();
  new DoneCells(place, means).add(far.scenario, far);
  const other = new DoneCells(place, { lab: '0.2.0' });
  other.add(far.scenario, far);
  other.add(near.scenario, near);
  other.remove([far.scenario, near.scenario]);
  expect(other.of(near.scenario)).toBeUndefined();
  const first = new DoneCells(place, means);
  expect(first.of(far.scenario)).toEqual(far);
  first.remove([far.scenario]);
  expect(existsSync(place)).toBe(false);
});

test.each(['', '[{"key":', 'null', '{}', '[{}, 1]', '[null]'])('a file that holds %j is begun anew', (text) => {
  const place = file();
  new DoneCells(place, means).add(far.scenario, far);
  writeFileSync(place, text);
  const cells = new DoneCells(place, means);
  expect(cells.of(far.scenario)).toBeUndefined();
  cells.add(near.scenario, near);
  expect(JSON.parse(readFileSync(place, 'utf8'))).toHaveLength(1);
});

test('without a file it remembers this sweep alone', () => {
  const cells = new DoneCells(null, means);
  cells.add(far.scenario, far);
  expect(cells.of(far.scenario)).toBe(far);
  cells.remove([far.scenario]);
  expect(cells.of(far.scenario)).toBeUndefined();
});
