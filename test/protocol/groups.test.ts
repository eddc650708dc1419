import { expect, test } from '@jest/globals';
import { type Party, sharedServer, signIn, uniqueName } from './peer.ts';

const server = sharedServer();

async function people(count: number): Promise<Party[]> {
  return Promise.all(Array.from({ length: count }, () => signIn(server.url)));
}

/** A group of these, the first of whom made it. */
async function groupOf(...members: readonly Party[]): Promise<{ address: string; path: string }> {
  const name = uniqueName();
  const path = `/groups/${name}`;
  for (const [index, member] of members.entries()) {
    const made = index === 0;
    const { status } = await member.ask(
      'POST',
      made ? '/groups' : `${path}/members`,
      made ? { group: name } : undefined,
    );
    expect(status).toBe(made ? 201 : 200);
  }
  return { address: `group:${name}`, path };
}

/** All that waits for a party, but for notices of a code that is of no interest. */
async function mail(party: Party, not = ''): Promise<any[]> {
  const { messages = [] } = await party.read('start', 1000);
  return messages.filter(({ notice }: any) => notice?.code !== not);
}

const bodies = (messages: readonly any[]): string[] => messages.map(({ body }) => body);

test('a group is made, listed, joined and left; the last to leave takes it along', async () => {
  const [alice, bob] = (await people(2)) as [Party, Party];
  const name = uniqueName();
  const made = await alice.ask('POST', '/groups', { group: name });
  expect([made.status, made.body]).toEqual([201, { address: `group:${name}`, members: [alice.address] }]);
  expect((await bob.ask('POST', '/groups', { group: name })).body.error.code).toBe('name-taken');
  const listed = async (asker: Party) =>
    (await asker.get('/groups')).body.find(({ address }: any) => address === `group:${name}`);
  expect(await listed(bob)).toEqual({ address: `group:${name}`, members: 1, member: false });
  const joined = await bob.ask('POST', `/groups/${name}/members`);
  expect([joined.status, joined.body.members]).toEqual([200, [alice.address, bob.address]]);
  expect((await bob.ask('POST', `/groups/${name}/members`)).body.members).toHaveLength(2);
  expect(await listed(bob)).toEqual({ address: `group:${name}`, members: 2, member: true });
  expect((await bob.get(`/groups/${name}/members`)).body).toEqual([alice.address, bob.address]);
  expect((await alice.ask('DELETE', `/groups/${name}/members`)).status).toBe(204);
  expect((await bob.ask('DELETE', `/groups/${name}/members`)).status).toBe(204);
  expect(await listed(alice)).toBeUndefined();
  expect((await bob.send(`group:${name}`, 'anybody?')).body.error.code).toBe('unknown-group');
});

test('a new group knows nothing of an earlier one of its name', async () => {
  const [alice, bob] = (await people(2)) as [Party, Party];
  const { address, path } = await groupOf(alice);
  await alice.send(address, 'secret');
  await alice.ask('DELETE', `${path}/members`);
  await bob.ask('POST', '/groups', { group: address.slice('group:'.length) });
  expect((await bob.get(`${path}/messages?after=start`)).body).toMatchObject({ kind: 'empty' });
});

test("P41 a message reaches all others, also who is away, as the group's; not who sent it", async () => {
  const [alice, bob, cyd] = (await people(3)) as [Party, Party, Party];
  const { address } = await groupOf(alice, bob, cyd);
  const talk = await bob.connect('?after=end');
  await talk.next('page');
  const { status, body } = await alice.send(address, 'hello', 'm1');
  expect([status, body]).toEqual([201, { id: 'm1', at: expect.any(Number), online: true }]);
  const copy = { id: 'm1', from: alice.address, to: address, body: 'hello' };
  expect((await talk.next('page')).messages).toMatchObject([copy]);
  expect(await mail(cyd)).toEqual([expect.objectContaining(copy)]);
  expect(bodies(await mail(alice, 'joined'))).toEqual([]);
});

test('P41 P10 the same id again adds nothing; to a group and to one of its members it is two messages', async () => {
  const [alice, bob] = (await people(2)) as [Party, Party];
  const { address } = await groupOf(alice, bob);
  const first = await alice.send(address, 'hello', 'm1');
  const again = await alice.send(address, 'hello', 'm1');
  expect([again.status, again.body.at]).toEqual([200, first.body.at]);
  await alice.send(bob.address, 'to you', 'm1');
  expect(bodies(await mail(bob))).toEqual(['hello', 'to you']);
});

test('M10 P41 all members have everything in the same order, whoever sends, joins and leaves meanwhile', async () => {
  const members = await people(5);
  const guest = await signIn(server.url);
  const { address, path } = await groupOf(...members);
  await Promise.all([
    ...members.map(async (member, who) => {
      for (let i = 0; i < 40; i += 1) await member.send(address, `${who}.${i}`, `${who}.${i}`);
    }),
    (async () => {
      for (let i = 0; i < 5; i += 1) {
        await guest.ask('POST', `${path}/members`);
        await guest.ask('DELETE', `${path}/members`);
      }
    })(),
  ]);
  const { messages } = (await members[0]!.get(`${path}/messages?after=start&limit=1000`)).body;
  const spoken = messages.slice(messages.findIndex(({ from }: any) => from !== 'system'));
  expect(spoken.filter(({ from }: any) => from !== 'system')).toHaveLength(200);
  for (const member of members) {
    // Before that not everybody was in yet.
    const theirs = bodies(await mail(member));
    const expected = bodies(messages.filter(({ from }: any) => from !== member.address));
    expect(theirs).toEqual(expected.slice(expected.length - theirs.length));
    expect(theirs.length).toBeGreaterThanOrEqual(160 + 10);
  }
});

test('P42 X2 who is not a member neither sends nor sees members nor looks back', async () => {
  const [alice, bob, eve] = (await people(3)) as [Party, Party, Party];
  const { address, path } = await groupOf(alice, bob);
  await alice.send(address, 'among us');
  for (const answer of [
    await eve.send(address, 'hello'),
    await eve.get(`${path}/members`),
    await eve.get(`${path}/messages?after=start`),
    await eve.ask('DELETE', `${path}/members`),
  ])
    expect([answer.status, answer.body.error.code]).toEqual([403, 'not-a-member']);
  expect(await eve.read('start')).toMatchObject({ kind: 'empty' });
});

test('P42 X2 who has left gets nothing more, neither live nor on resume, and may not look back any more', async () => {
  const [alice, bob] = (await people(2)) as [Party, Party];
  const { address, path } = await groupOf(alice, bob);
  const talk = await bob.connect('?after=end');
  const { cursor } = await talk.next('page');
  const held = bob.hold(cursor, 1);
  const history = (await bob.get(`${path}/messages?after=start`)).body;
  await bob.ask('DELETE', `${path}/members`);
  await alice.send(address, 'after bob');
  expect((await held).body).toMatchObject({ kind: 'empty' });
  expect((await bob.get(`${path}/messages?after=${history.cursor}`)).body.error.code).toBe('not-a-member');
  talk.ws.close();
  const resumed = await bob.connect(`?after=${cursor}`);
  expect(await resumed.next('page')).toMatchObject({ kind: 'empty' });
  expect(await bob.read(cursor)).toMatchObject({ kind: 'empty' });
});

test('P41 who joins and who leaves is said to the others', async () => {
  const [alice, bob, cyd] = (await people(3)) as [Party, Party, Party];
  const { address, path } = await groupOf(alice, bob, cyd);
  await bob.ask('DELETE', `${path}/members`);
  const said = (await mail(alice)).map(({ to, notice }) => [to, notice.code, notice.party]);
  expect(said).toEqual([
    [address, 'joined', bob.address],
    [address, 'joined', cyd.address],
    [address, 'left', bob.address],
  ]);
});

test('P39 with confirm each member is said to have it', async () => {
  const [alice, bob, cyd] = (await people(3)) as [Party, Party, Party];
  const { address } = await groupOf(alice, bob, cyd);
  await alice.send(address, 'hello', 'm1', true);
  for (const member of [cyd, bob]) await member.read((await member.read('start')).cursor);
  const delivered = (await mail(alice, 'joined')).map(({ notice }) => notice);
  expect(delivered).toEqual(
    [cyd, bob].map(({ address: party }) => ({ code: 'delivered', party, to: address, ids: ['m1'] })),
  );
});

test('names of groups are names; in a path they are encoded', async () => {
  const alice = await signIn(server.url);
  for (const group of ['', 'a b', 'a/b', '-', 7])
    expect((await alice.ask('POST', '/groups', { group })).status).toBe(400);
  const name = `群${uniqueName()}`.slice(0, 30);
  expect((await alice.ask('POST', '/groups', { group: name })).status).toBe(201);
  expect((await alice.get(`/groups/${encodeURIComponent(name)}/members`)).body).toEqual([alice.address]);
  expect((await alice.get('/groups/%E0%A4%A/members')).status).toBe(400);
});
