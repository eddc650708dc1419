import { describe, expect, test } from '@jest/globals';
import { setMaxListeners } from 'node:events';
import { assembleCrew } from '../../bench/crew.ts';
import { figuresOf } from '../../bench/figures.ts';
import { measureRound } from '../../bench/round.ts';
import { DEFAULT_SCENARIO } from '../../bench/scenario.ts';
import { reasonsAgainst } from '../../bench/validity.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { fakeArm } from '../harness/fake-arm.ts';

const never = new AbortController().signal;
setMaxListeners(0, never);

/** Fifty messages in half a second. */
const scenario = {
  ...DEFAULT_SCENARIO,
  transports: ['fake'],
  schedule: 'periodic',
  rate: 50,
  pairs: 2,
  warmupMs: 0,
  durationMs: 500,
  pollIntervalMs: 0,
} as const;

/** What a round finds of an arm, and the kinds of reasons against it that are not the machine's. */
async function measure(...[carry]: Parameters<typeof fakeArm>) {
  const { tally, circumstances } = await measureRound(scenario, fakeArm(carry), 1, () => {}, never);
  const kinds = reasonsAgainst(figuresOf(tally), circumstances).map(({ kind }) => kind);
  const ofTheMachine = new Set(['overload', 'stall', 'foreign-cpu']);
  return { ...tally.completeness, ...circumstances, kinds: kinds.filter((kind) => !ofTheMachine.has(kind)) };
}

/** Brings one message after the other, each in so long. */
function oneByOne(serviceMs: number): Parameters<typeof fakeArm>[0] {
  let freeAt = 0;
  return (_id, arrive) => {
    freeAt = Math.max(freeAt, performance.now()) + serviceMs;
    setTimeout(arrive, freeAt - performance.now());
  };
}

describe('a round whose messages', () => {
  test('arrive as they are sent has nothing against it', async () => {
    const found = await measure((_, arrive) => arrive());
    expect(found).toMatchObject({ delivered: 50, lost: 0, outstanding: 0, unsent: 0, kinds: [] });
    expect(found.drainMs).toBeLessThan(500);
  });

  test('arrive more slowly than they are sent says so, though all arrive', async () => {
    const found = await measure(oneByOne(30));
    expect(found).toMatchObject({ delivered: 50, lost: 0, outstanding: 0, kinds: ['backlog'] });
    expect(found.drainMs).toBeGreaterThan(800);
  });

  test('are still coming when nobody waits any longer has lost none of them', async () => {
    const found = await measure(oneByOne(100));
    expect(found).toMatchObject({ sent: 50, lost: 0, kinds: ['backlog'] });
    expect(found.outstanding).toBe(50 - found.delivered);
    expect(found.delivered).toBeGreaterThan(20);
    expect(found.delivered).toBeLessThan(45);
  });

  test('stop coming has lost them', async () => {
    let hasBegun = false;
    const found = await measure((id, arrive) => {
      hasBegun ||= id === 'first';
      if (!hasBegun || id === 'first' || Number(id) < 30) arrive();
    });
    expect(found).toMatchObject({ sent: 50, delivered: 30, lost: 20, outstanding: 0, kinds: ['loss'] });
  });
});

test('pairs that wait for their first messages keep no others from sending theirs', async () => {
  const pairs = 120;
  const waiting: (() => void)[] = [];
  // All arrive when the last has been sent, as with polls that come rarely.
  const arm = fakeArm((_, arrive) => {
    waiting.push(arrive);
    if (waiting.length === pairs) for (const each of waiting) each();
  });
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  cleanUp(() => ending.abort());
  const crew = await assembleCrew({ ...scenario, pairs }, 'fake:', arm, 1, () => {}, ending.signal);
  expect(crew.senders).toHaveLength(pairs);
  await crew.close();
});
