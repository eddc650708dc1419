import { expect, test } from '@jest/globals';
import type { LabCommand } from '../../../clients/demo/lab/lab-frames.ts';
import { LessonRun } from '../../../clients/demo/lessons/lesson-run.ts';
import { type Lesson, SOME_WAY } from '../../../clients/demo/lessons/lesson.ts';
import { LESSONS } from '../../../clients/demo/lessons/lessons.ts';
import { ScriptWriter } from '../../../clients/demo/lessons/script.ts';
import { Race } from '../../../clients/demo/race/race.ts';
import { SEATS } from '../../../clients/demo/race/seat.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { eventually } from '../../harness/eventually.ts';
import { fakeStage } from '../race/fake-stage.ts';

const PHONES = SEATS.map(({ phone }) => phone);
const LATER_MS = 600_000;

/** A lesson that pulls a plug, and goes on for longer than anybody waits. */
const lesson = (lastsMs = LATER_MS): Lesson => ({
  words: LESSONS[0]!.words,
  answer: 0,
  scene: { shape: SOME_WAY, settings: { pollIntervalMs: 300, heartbeat: false, answerTimeoutMs: 5000 } },
  script: (random) =>
    new ScriptWriter(random)
      .phase(0, 'first')
      .configure(0, { resume: false }, ['websocket'])
      .lab(1, { do: 'unplug', phones: ['websocket-b'] })
      .sendAt(2)
      .phase(3, 'second', { countsAnew: true })
      .phase(lastsMs, 'end')
      .finish(),
  notices: [({ phase }) => phase === 'first', ({ phase }) => phase === 'never'],
});

function begin(played: Lesson, obey: (command: LabCommand) => Promise<void> = async () => {}) {
  const fake = fakeStage({ rttMs: 20, obey });
  const race = new Race(fake.stage);
  const run = new LessonRun(race, played, 1);
  cleanUp(() => run.stop());
  /** What a phone is set to after all that it was told. */
  const settingsOf = (phone: string): unknown =>
    Object.assign(
      {},
      ...fake.calls.flatMap(([name, method, settings]) => (name === phone && method === 'configure' ? [settings] : [])),
    );
  return { ...fake, race, run, settingsOf };
}

const WHOLE = {
  resume: true,
  heartbeat: true,
  jitter: true,
  dropSeen: true,
  answerTimeoutMs: 10_000,
  pollIntervalMs: 1000,
  holdMs: 15_000,
};

test('a run sets the scene, does what its script says, and puts everything back', async () => {
  const { run, commands, calls, settingsOf, race } = begin(lesson(10));
  await run.start();
  expect([run.state.value, run.phase.value]).toEqual([{ is: 'ended' }, 'end']);
  expect(run.seen.value).toEqual([true, false]);
  expect(calls.filter(([, method]) => method === 'send')).toHaveLength(3);
  expect(commands).toEqual([
    { do: 'heal', phones: PHONES },
    { do: 'shape', phones: PHONES, shape: SOME_WAY },
    { do: 'unplug', phones: ['websocket-b'] },
    { do: 'heal', phones: PHONES },
    { do: 'shape', phones: PHONES, shape: { ...SOME_WAY, rttMs: 20 } },
  ]);
  for (const phone of PHONES) expect(settingsOf(phone)).toMatchObject(WHOLE);
  expect(race.settings.value).toEqual({ pollIntervalMs: 1000, holdMs: 15_000 });
});

test('while it runs, clients are as the lesson wants them, each lane as it is told', async () => {
  const { run, settingsOf, race } = begin(lesson());
  const done = run.start();
  await eventually(() => expect(run.phase.value).toBe('second'));
  expect(settingsOf('websocket-b')).toMatchObject({ resume: false, heartbeat: false, answerTimeoutMs: 5000 });
  expect(settingsOf('long-polling-b')).toMatchObject({ resume: true, heartbeat: false });
  expect(race.settings.value).toEqual({ pollIntervalMs: 300, holdMs: 15_000 });
  run.stop();
  await done;
  expect(run.state.value).toEqual({ is: 'idle' });
  expect(settingsOf('websocket-b')).toMatchObject(WHOLE);
});

test('the next run waits until what the last one changed is put back', async () => {
  let isPuttingBack = false;
  let goOn!: () => void;
  const isHealed = new Promise<void>((resolve) => (goOn = resolve));
  const { run, race, commands } = begin(lesson(), async () => {
    if (isPuttingBack) await isHealed;
  });
  const done = run.start();
  await eventually(() => expect(run.phase.value).toBe('second'));
  isPuttingBack = true;
  run.stop();
  const heals = (): number => commands.filter(({ do: what }) => what === 'heal').length;
  await eventually(() => expect(heals()).toBe(2));
  const next = new LessonRun(race, lesson(), 1);
  cleanUp(() => next.stop());
  const nextDone = next.start();
  await new Promise(setImmediate);
  expect([heals(), next.state.value]).toEqual([2, { is: 'setting' }]);
  goOn();
  await eventually(() => expect(next.phase.value).toBe('second'));
  expect(heals()).toBe(3);
  next.stop();
  await Promise.all([done, nextDone]);
});

test('what can’t be done ends it, is told, and all else is put back', async () => {
  const { run, settingsOf, commands } = begin(lesson(), async ({ do: what }) => {
    if (what === 'unplug') throw new Error('no such plug');
  });
  await run.start();
  expect(run.state.value).toEqual({ is: 'failed', message: 'no such plug' });
  expect(commands.at(-1)).toMatchObject({ do: 'shape', shape: { rttMs: 20 } });
  expect(settingsOf('websocket-b')).toMatchObject(WHOLE);
});
