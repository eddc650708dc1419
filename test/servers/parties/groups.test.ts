import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { createMemoryMailboxes } from '../../../servers/mailbox/memory-mailboxes.ts';
import { type Mailboxes, MailboxesFullError } from '../../../servers/mailbox/mailboxes.ts';
import { DEFAULT_RETENTION } from '../../../servers/mailbox/retention.ts';
import { Confirmations } from '../../../servers/parties/confirmations.ts';
import { Groups } from '../../../servers/parties/groups.ts';
import { Notices } from '../../../servers/parties/notices.ts';
import { type Address, parseAddress } from '../../../servers/protocol/address.ts';
import type { Page } from '../../../servers/protocol/page.ts';

const [group, alice, bob, cyd] = ['group:g', 'user:alice', 'user:bob', 'user:cyd'].map((text) =>
  parseAddress(text)!,
) as [Address, Address, Address, Address];

let mailboxes: Mailboxes;
let groups: Groups;
/** Of mailboxes that have not room for everything: how many messages they take yet. */
const room = new Map<Address, number>();
/** What was ever put into each mailbox. */
const given = new Map<Address, string[]>();

beforeEach(async () => {
  jest.useFakeTimers();
  room.clear();
  given.clear();
  const memory = createMemoryMailboxes({ retention: { ...DEFAULT_RETENTION, maxMessages: 5 } });
  mailboxes = memory;
  const append = memory.append.bind(memory);
  memory.append = async (box, entry) => {
    const left = room.get(box) ?? Infinity;
    if (left === 0) throw new MailboxesFullError('full');
    room.set(box, left - 1);
    given.set(box, [...(given.get(box) ?? []), entry.body]);
    return append(box, entry);
  };
  const notices = new Notices(mailboxes, pino({ level: 'silent' }));
  groups = new Groups(mailboxes, notices, new Confirmations(notices, DEFAULT_RETENTION, Date.now));
  for (const party of [alice, bob, cyd]) await mailboxes.open(party);
  await groups.make(group, alice);
  await groups.join(group, bob);
  await groups.join(group, cyd);
});

afterEach(async () => {
  groups.close();
  await mailboxes.close();
  jest.useRealTimers();
});

async function say(...bodies: string[]): Promise<void> {
  for (const body of bodies) await groups.send(group, alice, { id: body, to: group, body });
}

/** What a member has, as bodies, after what the set-up said. */
async function heard(member: Address): Promise<string[]> {
  const page: Page = await mailboxes.read(member, 'start', { limit: 100 });
  if (page.kind !== 'messages') return [page.kind];
  return page.messages.filter(({ notice }) => notice?.code !== 'joined').map(({ body }) => body);
}

test('M10 a member whose mailbox had no room gets what it missed before what is said next', async () => {
  await say('one');
  room.set(bob, 0);
  await say('two', 'three');
  expect([await heard(bob), await heard(cyd)]).toEqual([['one'], ['one', 'two', 'three']]);
  room.clear();
  await say('four');
  expect(await heard(bob)).toEqual(['one', 'two', 'three', 'four']);
});

test('a member whose mailbox had no room gets what it missed soon, though nothing more is said', async () => {
  room.set(bob, 0);
  await say('one');
  room.clear();
  await jest.advanceTimersByTimeAsync(1000);
  expect(await heard(bob)).toEqual(['one']);
});

test('what the group no longer keeps by then is announced, not left out in silence', async () => {
  room.set(bob, 0);
  await say('1', '2', '3', '4', '5', '6', '7');
  room.clear();
  await say('8');
  expect(given.get(bob)!.slice(-6)).toEqual([`some messages of ${group} were lost`, '4', '5', '6', '7', '8']);
});

test('M10 what a member was given before its mailbox had no more room does not come again, after what came later', async () => {
  room.set(bob, 0);
  await say('1', '2', '3');
  room.set(bob, 2);
  await jest.advanceTimersByTimeAsync(1000);
  expect(await heard(bob)).toEqual(['1', '2']);
  room.clear();
  // Their place is taken before it is tried again.
  for (const id of ['a', 'b', 'c', 'd', 'e']) await mailboxes.append(bob, { id, from: cyd, body: id });
  await jest.advanceTimersByTimeAsync(1000);
  expect(given.get(bob)!.slice(-6)).toEqual(['a', 'b', 'c', 'd', 'e', '3']);
});

test('that something was lost is announced though there is no room for that either, at first', async () => {
  room.set(bob, 0);
  await say('1', '2', '3', '4', '5', '6', '7');
  room.clear();
  await jest.advanceTimersByTimeAsync(1000);
  expect(given.get(bob)!.slice(-6)).toEqual([`some messages of ${group} were lost`, '3', '4', '5', '6', '7']);
});

test('P41 nobody leaves without its being said: where there is no room for that, it is still in', async () => {
  room.set(group, 0);
  await expect(groups.leave(group, bob)).rejects.toMatchObject({ code: 'overloaded' });
  expect(groups.members(group, bob)).toEqual([alice, bob, cyd]);
  room.clear();
  await groups.leave(group, bob);
  expect(given.get(alice)!.at(-1)).toBe(`${bob} left ${group}`);
  expect(given.get(bob)!.at(-1)).not.toBe(`${bob} left ${group}`);
});

test('who joins while the mailboxes of all others are found gone is in, and leaves no group behind', async () => {
  const dan = parseAddress('user:dan')!;
  await mailboxes.open(dan);
  for (const member of [alice, bob, cyd]) await mailboxes.drop(member);
  await groups.join(group, dan);
  expect(groups.members(group, dan)).toEqual([dan]);
  await groups.leave(group, dan);
  expect([groups.has(group), await mailboxes.has(group)]).toEqual([false, false]);
});

test('a member whose mailbox is gone is a member no more; the last one takes the group along', async () => {
  await mailboxes.drop(bob);
  await say('one');
  expect(groups.members(group, alice)).toEqual([alice, cyd]);
  await mailboxes.drop(alice);
  await mailboxes.drop(cyd);
  await groups.forgetUnused();
  expect([groups.has(group), groups.size, await mailboxes.has(group)]).toEqual([false, 0, false]);
});

test('one may be in fifty groups, and a group may have 200 members', async () => {
  for (let i = 0; i < 49; i += 1) await groups.make(parseAddress(`group:g${i}`)!, alice);
  await expect(groups.make(parseAddress('group:more')!, alice)).rejects.toMatchObject({ code: 'limit-reached' });
  await groups.leave(parseAddress('group:g0')!, alice);
  await groups.make(parseAddress('group:more')!, alice);
  for (let i = 3; i < 200; i += 1) {
    const member = parseAddress(`user:m${i}`)!;
    await mailboxes.open(member);
    await groups.join(group, member);
  }
  const late = parseAddress('user:late')!;
  await mailboxes.open(late);
  await expect(groups.join(group, late)).rejects.toMatchObject({ code: 'limit-reached' });
});
