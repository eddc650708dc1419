import { expect, test } from '@jest/globals';
import { signal } from '@preact/signals';
import { loseReceipts } from '../../../clients/demo/breaking/lose-receipts.ts';
import { type LabCommand, type LabState, PHONES } from '../../../clients/demo/lab/lab-frames.ts';
import type { Lab } from '../../../clients/demo/lab/lab.ts';

const SENDERS = ['short-polling-a', 'long-polling-a', 'websocket-a'];

/** A lab that notes what it is told, and in which a test decides when an answer is lost. */
function fakeLab() {
  const told: LabCommand[] = [];
  const state = signal<LabState | null>(null);
  const lose = (waiting: readonly string[]): void => {
    const phones = PHONES.map((name) => ({ name, losesNextAnswer: waiting.includes(name) }));
    state.value = { phones } as unknown as LabState;
  };
  const lab = {
    state,
    do(command: LabCommand) {
      told.push(command);
      if (command.do === 'lose-answer') lose(command.phones ?? []);
      return Promise.resolve();
    },
  } as unknown as Lab;
  return { told, lose, lab };
}

const settled = (): Promise<void> => new Promise(setImmediate);

test('each sender is cut off when its receipt is lost, and comes back to a server that has forgotten', async () => {
  const { told, lose, lab } = fakeLab();
  const waits: number[] = [];
  const done = loseReceipts(lab, (ms) => {
    waits.push(ms);
    return Promise.resolve();
  });
  await settled();
  expect(told).toEqual([{ do: 'lose-answer', phones: SENDERS }]);
  lose(SENDERS.slice(0, 2));
  await settled();
  expect(told.slice(1)).toEqual([{ do: 'unplug', phones: ['websocket-a'] }]);
  lose([]);
  await done;
  expect(told.slice(4)).toEqual([
    { do: 'restart', memory: 'lost' },
    { do: 'plug', phones: SENDERS },
    { do: 'reset', phones: SENDERS },
  ]);
  expect(waits).toHaveLength(2);
});
