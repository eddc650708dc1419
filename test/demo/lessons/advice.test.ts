import { describe, expect, test } from '@jest/globals';
import {
  advise,
  type Answers,
  FIRST_ANSWERS,
  type Question,
  QUESTIONS,
  WHYS,
} from '../../../clients/demo/lessons/advice.ts';
import { adviceWords } from '../../../clients/demo/lessons/advice-words.ts';

/** Every combination of answers. */
function everyCase(): readonly Answers[] {
  let cases: readonly Partial<Answers>[] = [{}];
  for (const question of Object.keys(QUESTIONS) as Question[])
    cases = cases.flatMap((answers) => QUESTIONS[question].map((answer) => ({ ...answers, [question]: answer })));
  return cases as readonly Answers[];
}

const CASES = everyCase();

describe('the advice', () => {
  test.each([
    ['a chat', { often: 'some', ways: 'both' }, 'websocket'],
    ['a ticker', { often: 'many' }, 'websocket'],
    ['a notice now and then', { often: 'rare' }, 'long-polling'],
    ['the same behind proxies', { often: 'some', between: 'proxies' }, 'long-polling'],
    ['a parcel tracker', { fresh: 'minute', often: 'rare' }, 'short-polling'],
    ['a dashboard', { fresh: 'seconds', often: 'some' }, 'short-polling'],
  ] satisfies [string, Partial<Answers>, string][])('for %s %j: %s', (_case, answers, transport) => {
    expect(advise({ ...FIRST_ANSWERS, ...answers }).transport).toBe(transport);
  });

  test('is for each of the three in some case, and always has a reason', () => {
    const advices = CASES.map(advise);
    expect(new Set(advices.map(({ transport }) => transport)).size).toBe(3);
    expect(advices.filter(({ reasons }) => reasons.length === 0)).toEqual([]);
  });

  test('is never short polling where a moment counts', () => {
    const instant = CASES.filter(({ fresh }) => fresh === 'instant');
    expect(instant.map((answers) => advise(answers).transport)).not.toContain('short-polling');
  });

  test('gives every argument in some case, and has words for each in both languages', () => {
    const given = CASES.map(advise).flatMap(({ reasons, cautions, others }) => [
      ...reasons,
      ...cautions,
      ...others.flatMap(({ against }) => against),
    ]);
    expect(new Set(given)).toEqual(new Set(WHYS));
    for (const words of [adviceWords.en, adviceWords.zh]) expect(Object.keys(words.whys)).toEqual([...WHYS]);
  });
});
