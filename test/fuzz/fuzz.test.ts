import { expect, test } from '@jest/globals';
import { describeFailure, fuzz } from './fuzz.ts';

test('the guarantee holds in 300 worlds, whatever happens in them', async () => {
  const failed = await fuzz({ first: 1, count: 300 });
  expect(failed.map((outcome) => describeFailure(outcome)).join('\n\n')).toBe('');
}, 300_000);
