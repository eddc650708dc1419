import { describe, expect, test } from '@jest/globals';
import { seeded } from '../../../bench/random.ts';
import { type Action, lengthOf, runScript, type Script, ScriptWriter } from '../../../clients/demo/lessons/script.ts';

/** A clock that stands still but for the waits, and notes what is done when. */
function stand() {
  let now = 5000;
  const done: [at: number, what: string][] = [];
  return {
    done,
    tick: (ms: number) => void (now += ms),
    options: {
      now: () => now,
      wait: (ms: number, signal: AbortSignal) => {
        signal.throwIfAborted();
        now += Math.max(0, ms);
        return Promise.resolve();
      },
      perform(action: Action): Promise<void> {
        done.push([now - 5000, action.do === 'send' ? action.body : action.do]);
        return Promise.resolve();
      },
    },
  };
}

const PHASES: Script = new ScriptWriter(() => 0.5)
  .sendAt(300)
  .phase(100, 'one')
  .send(1, 100, 300)
  .lab(300, { do: 'time' })
  .finish();

describe('a script', () => {
  test('is in the order of time, its messages numbered so', () => {
    const steps = PHASES.map(({ atMs, action }) => [atMs, action.do === 'send' ? action.body : action.do]);
    expect(steps).toEqual([
      [100, 'phase'],
      [200, '#1'],
      [300, '#2'],
      [300, 'lab'],
    ]);
    expect(lengthOf(PHASES)).toBe(300);
    expect(lengthOf([])).toBe(0);
  });

  test('takes its chance from the seed alone', () => {
    const write = (seed: number): Script => new ScriptWriter(seeded(seed, 'x')).send(5, 0, 1000).finish();
    expect(write(7)).toEqual(write(7));
    expect(write(7)).not.toEqual(write(8));
  });

  test('is done step by step at its times, however late one was', async () => {
    const { done, options, tick } = stand();
    const perform = (action: Action): Promise<void> => {
      if (action.do === 'phase') tick(150);
      return options.perform(action);
    };
    await runScript(PHASES, { ...options, perform, signal: new AbortController().signal });
    expect(done).toEqual([
      [250, 'phase'],
      [250, '#1'],
      [300, '#2'],
      [300, 'lab'],
    ]);
  });

  test('does not wait for what takes long, and ends when all is done', async () => {
    const { done, options } = stand();
    let restarted!: () => void;
    const perform = (action: Action): Promise<void> =>
      action.do === 'phase' ? new Promise((resolve) => (restarted = resolve)) : options.perform(action);
    let hasEnded = false;
    const run = runScript(PHASES, { ...options, perform, signal: new AbortController().signal });
    void run.then(() => (hasEnded = true));
    await new Promise(setImmediate);
    expect([done.length, hasEnded]).toEqual([3, false]);
    restarted();
    await run;
  });

  test('stops at once when it is told to, and says why', async () => {
    const stopping = new AbortController();
    const { done, options } = stand();
    const perform = (action: Action): Promise<void> => {
      stopping.abort(new Error('enough'));
      return options.perform(action);
    };
    await expect(runScript(PHASES, { ...options, perform, signal: stopping.signal })).rejects.toThrow('enough');
    expect(done).toHaveLength(1);
  });

  test('stops in the midst of a wait by real timers', async () => {
    const stopping = new AbortController();
    const run = runScript([{ atMs: 600_000, action: { do: 'send', body: '' } }], {
      perform: () => Promise.resolve(),
      signal: stopping.signal,
    });
    stopping.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
  });

  test('stops when something can’t be done', async () => {
    const { done, options } = stand();
    const perform = (action: Action): Promise<void> =>
      action.do === 'phase' ? Promise.reject(new Error('the lab is gone')) : options.perform(action);
    const run = runScript(PHASES, { ...options, perform, signal: new AbortController().signal });
    await expect(run).rejects.toThrow('the lab is gone');
    expect(done.length).toBeLessThan(3);
  });
});
