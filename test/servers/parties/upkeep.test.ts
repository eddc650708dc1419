import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { createMemoryMailboxes } from '../../../servers/mailbox/memory-mailboxes.ts';
import type { Mailboxes } from '../../../servers/mailbox/mailboxes.ts';
import { DEFAULT_SERVER_OPTIONS } from '../../../servers/options.ts';
import { Parties } from '../../../servers/parties/parties.ts';
import { parseAddress } from '../../../servers/protocol/address.ts';

const HOUR_MS = 3_600_000;

let mailboxes: Mailboxes;
let parties: Parties;

beforeEach(() => {
  jest.useFakeTimers();
  mailboxes = createMemoryMailboxes({ isInUse: (box) => parties.isInUse(box) });
  const log = pino({ level: 'silent' });
  parties = new Parties(mailboxes, DEFAULT_SERVER_OPTIONS, Date.now, log);
});

afterEach(async () => {
  parties.close();
  await mailboxes.close();
  jest.useRealTimers();
});

test('P38 a claim lasts as long as the mailbox, and no longer', async () => {
  jest.useRealTimers();
  const { address } = await parties.signIn.user('ann', 'secret');
  await expect(parties.signIn.user('ann')).rejects.toMatchObject({ code: 'wrong-credentials' });
  parties.sessions.signOut(parties.sessions.of(address)!);
  await mailboxes.drop(address);
  const other = await parties.signIn.user('ann', 'another');
  expect(other.address).toBe(address);
});

test('P38 of two who sign in with a new name and different passwords at once, one has it', async () => {
  jest.useRealTimers();
  const outcomes = await Promise.allSettled([
    parties.signIn.user('ann', 'mine'),
    parties.signIn.user('ann', 'no, mine'),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const winner = outcomes[0].status === 'fulfilled' ? 'mine' : 'no, mine';
  await expect(parties.signIn.user('ann', winner)).resolves.toMatchObject({ address: 'user:ann' });
});

test('P38 who was slower to sign in with a new name does not get it, though the other has left by then', async () => {
  jest.useRealTimers();
  const outcomes = await Promise.allSettled(
    ['mine', 'no, mine'].map(async (password) => {
      parties.sessions.signOut(await parties.signIn.user('ann', password));
      return password;
    }),
  );
  const [winner, ...others] = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(others).toEqual([]);
  await expect(parties.signIn.user('ann', winner)).resolves.toMatchObject({ address: 'user:ann' });
});

test('P38 a password opens nothing where its claim has ended while it was looked at', async () => {
  jest.useRealTimers();
  const { address } = await parties.signIn.user('ann', 'mine');
  parties.sessions.signOut(parties.sessions.of(address)!);
  const late = parties.signIn.user('ann', 'mine');
  late.catch(() => {});
  await mailboxes.drop(address);
  await parties.signIn.forgetUnused();
  const other = await parties.signIn.user('ann');
  await expect(late).rejects.toMatchObject({ code: 'wrong-credentials' });
  expect(parties.sessions.of(address)).toBe(other);
});

test('P40 who never comes for a message: its sender is told when it is not kept any more', async () => {
  const [ann, bob] = [await parties.signIn.user('ann'), await parties.signIn.user('bob')];
  const appended = await mailboxes.append(bob.address, { id: 'm1', from: ann.address, body: '' });
  parties.confirmations.expect(bob.address, appended, ann.address, bob.address);
  await jest.advanceTimersByTimeAsync(HOUR_MS + 120_000);
  expect(parties.confirmations.isAwaited(bob.address)).toBe(false);
  expect(await mailboxes.read(ann.address, 'start', { limit: 10 })).toMatchObject({
    messages: [{ notice: { code: 'undeliverable', ids: ['m1'] } }],
  });
});

test('a toy is forgotten when neither it nor its owner has a mailbox any more', async () => {
  jest.useRealTimers();
  const { address } = await parties.signIn.user('ann');
  const toy = parseAddress('toy:bear')!;
  await parties.toys.pair(toy, address);
  await mailboxes.drop(toy);
  await parties.toys.forgetUnused();
  expect(parties.toys.has(toy)).toBe(true);
  await mailboxes.drop(address);
  await parties.toys.forgetUnused();
  expect(parties.toys.has(toy)).toBe(false);
});
