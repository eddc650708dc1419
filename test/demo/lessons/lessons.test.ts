import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../bench/random.ts';
import type { Lesson, LessonWords } from '../../../clients/demo/lessons/lesson.ts';
import { LESSONS } from '../../../clients/demo/lessons/lessons.ts';
import { lengthOf, type Script } from '../../../clients/demo/lessons/script.ts';

const TEN_MINUTES = 10;
const LONGEST_RUN_MS = 75_000;
const LANGUAGES = ['en', 'zh'] as const;

const scriptOf = (lesson: Lesson, seed: number): Script => lesson.script(seeded(seed, 'lesson'));

/** What is said, without what it says: how many paragraphs, options, notices … there are, and which phases. */
function shapeOf(words: LessonWords): unknown {
  return JSON.parse(JSON.stringify(words), (_key: string, value: unknown) =>
    typeof value === 'string' ? value.length > 0 : value,
  );
}

test('there are seven', () => {
  expect(LESSONS).toHaveLength(7);
});

describe.each(LESSONS.map((lesson) => [lesson.words.en.title, lesson] as const))('%s', (_title, lesson) => {
  const { en, zh } = lesson.words;

  test('says as much in one language as in the other, and nothing twice', () => {
    expect(shapeOf(zh)).toEqual(shapeOf(en));
    for (const words of [en, zh]) {
      const { options, notices, idea } = words;
      const said = [...options.map(({ says }) => says), ...notices, ...idea];
      expect(new Set(said).size).toBe(said.length);
    }
  });

  test('names its numbers and its commands alike in both', () => {
    const commandsIn = (words: LessonWords): unknown =>
      JSON.stringify(words).match(/npm run bench --(?: --[a-z-]+ [\w/-]+)+/g);
    expect(commandsIn(zh)).toEqual(commandsIn(en));
  });

  test('has three or four options, one of them right, and something to notice for each of its looks', () => {
    expect([3, 4]).toContain(en.options.length);
    expect(en.options).toHaveProperty(`${lesson.answer}`);
    expect(lesson.notices).toHaveLength(en.notices.length);
  });

  test('can be taught in ten minutes', () => {
    for (const language of LANGUAGES) {
      const { plan } = lesson.words[language].notes;
      expect(plan.reduce((sum, { minutes }) => sum + minutes, 0)).toBeLessThanOrEqual(TEN_MINUTES);
    }
    expect(lengthOf(scriptOf(lesson, 1))).toBeLessThanOrEqual(LONGEST_RUN_MS);
  });

  test('is the same for everybody who has the same seed', () => {
    expect(scriptOf(lesson, 7)).toEqual(scriptOf(lesson, 7));
  });

  test('begins and ends with a phase, and has words for each, and for no others', () => {
    const script = scriptOf(lesson, 3);
    expect([script[0]!.action.do, script.at(-1)!.action.do === 'send']).toEqual(['phase', false]);
    const phases = script.flatMap(({ action }) => (action.do === 'phase' ? [action.name] : []));
    expect(Object.keys(en.phases)).toEqual(phases);
  });

  test('unplugs nobody for good, and sends its crowd home', () => {
    const commands = scriptOf(lesson, 3).flatMap(({ action }) => (action.do === 'lab' ? [action.command] : []));
    const plugs = commands.filter(({ do: what }) => what === 'plug' || what === 'unplug');
    expect(plugs.at(-1)?.do ?? 'plug').toBe('plug');
    const crowds = commands.flatMap((command) => (command.do === 'crowd' ? [command.size] : []));
    expect(crowds.at(-1) ?? 0).toBe(0);
  });
});
