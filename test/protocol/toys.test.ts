import { expect, test } from '@jest/globals';
import { call, type Party, sharedServer, signIn, uniqueName } from './peer.ts';

const server = sharedServer();

async function pair(owner: Party): Promise<{ name: string; address: string; key: string }> {
  const name = uniqueName();
  const { status, body } = await owner.ask('POST', '/toys', { toy: name });
  expect([status, body]).toEqual([201, { address: `toy:${name}`, key: expect.any(String) }]);
  expect(Buffer.from(body.key, 'base64url').length * 8).toBe(256);
  return { name, ...body };
}

const enter = (json: object) => call(server.url, '/sessions', { method: 'POST', json });

test('app and toy talk both ways', async () => {
  const ann = await signIn(server.url);
  const { name, key } = await pair(ann);
  const bear = await signIn(server.url, { toy: name, key });
  await ann.send(bear.address, 'sing');
  expect((await bear.read('start')).messages).toMatchObject([{ from: ann.address, body: 'sing' }]);
  await bear.send(ann.address, 'la la');
  expect((await ann.read('start')).messages).toEqual(
    expect.arrayContaining([expect.objectContaining({ from: bear.address, body: 'la la' })]),
  );
});

test('what is sent to a toy that was never there waits for it', async () => {
  const ann = await signIn(server.url);
  const { name, key, address } = await pair(ann);
  expect((await ann.send(address, 'wake up')).body).toMatchObject({ online: false });
  const bear = await signIn(server.url, { toy: name, key });
  expect((await bear.read('start')).messages).toMatchObject([{ body: 'wake up' }]);
});

test('P11 nobody else reaches a toy, nor a toy anybody else, and neither learns that there is one', async () => {
  const [ann, eve] = [await signIn(server.url), await signIn(server.url)];
  const { name, key, address } = await pair(ann);
  const bear = await signIn(server.url, { toy: name, key });
  const nobody = await eve.send(`toy:${uniqueName()}`, 'hello');
  const sent = await eve.send(address, 'hello');
  expect([sent.status, sent.body]).toEqual([404, nobody.body]);
  const group = uniqueName();
  await eve.ask('POST', '/groups', { group });
  for (const to of [eve.address, `group:${group}`, `group:${uniqueName()}`])
    expect((await bear.send(to, 'hello')).body).toEqual(nobody.body);
  expect((await eve.get('/presence')).body).not.toContainEqual(expect.objectContaining({ address }));
  expect((await ann.get('/presence')).body).toContainEqual(expect.objectContaining({ address }));
  expect((await bear.get('/presence')).body.map((party: any) => party.address).toSorted()).toEqual(
    [ann.address].toSorted(),
  );
});

test('P43 a toy needs its key', async () => {
  const ann = await signIn(server.url);
  const { name, key } = await pair(ann);
  const entered = await enter({ toy: name, key });
  expect([entered.status, entered.body.owner]).toEqual([201, ann.address]);
  for (const json of [
    { toy: name, key: 'x' },
    { toy: uniqueName(), key },
  ]) {
    const { status, body } = await enter(json);
    expect([status, body.error.code]).toEqual([403, 'wrong-credentials']);
  }
  for (const json of [{ toy: name }, { toy: name, key: 7 }, { toy: name, key, user: 'x' }, { user: name, key }])
    expect((await enter(json)).status).toBe(400);
});

test('P43 whether there is such a toy does not show in how long the refusal takes either', async () => {
  const ann = await signIn(server.url);
  const { name } = await pair(ann);
  /** The least of some, in ms: what else the machine does only adds to it. */
  async function refusalOf(toy: string): Promise<number> {
    let least = Infinity;
    for (let i = 0; i < 8; i += 1) {
      const askedAt = performance.now();
      await enter({ toy, key: 'x' });
      least = Math.min(least, performance.now() - askedAt);
    }
    return least;
  }
  expect(await refusalOf(uniqueName())).toBeGreaterThan((await refusalOf(name)) / 3);
});

test('P43 a toy that was switched on again takes over from its earlier session', async () => {
  const ann = await signIn(server.url);
  const { name, key } = await pair(ann);
  const before = await signIn(server.url, { toy: name, key });
  const held = before.hold('end', 10);
  const talk = await before.connect('?after=end');
  await signIn(server.url, { toy: name, key });
  expect((await held).body.error.code).toBe('superseded');
  expect((await talk.closed).code).toBe(4409);
  expect((await before.get('/sessions')).body.error.code).toBe('superseded');
});

test('a pairing is ended by its owner alone, and then the key opens nothing', async () => {
  const [ann, eve] = [await signIn(server.url), await signIn(server.url)];
  const { name, key, address } = await pair(ann);
  expect((await ann.get('/toys')).body).toEqual([{ address, online: false, sign: { state: 'gone' } }]);
  const bear = await signIn(server.url, { toy: name, key });
  const held = bear.hold('end', 10);
  expect((await eve.ask('DELETE', `/toys/${name}`)).status).toBe(404);
  expect((await ann.ask('DELETE', `/toys/${name}`)).status).toBe(204);
  expect((await held).status).toBe(401);
  expect((await enter({ toy: name, key })).status).toBe(403);
  expect((await ann.send(address, 'hello')).body.error.code).toBe('unknown-recipient');
  expect((await ann.get('/toys')).body).toEqual([]);
});

test('P40 what waited for a toy that was parted is undeliverable; what is sent to the next of its name is delivered', async () => {
  const ann = await signIn(server.url);
  const { name, address } = await pair(ann);
  await ann.send(address, 'before', 'm1');
  await ann.ask('DELETE', `/toys/${name}`);
  const { key } = (await ann.ask('POST', '/toys', { toy: name })).body;
  await ann.send(address, 'after', 'm2');
  const bear = await signIn(server.url, { toy: name, key });
  await bear.read((await bear.read('start')).cursor);
  const told = (await ann.read('start')).messages.map(({ notice }: any) => [notice.code, ...notice.ids]);
  expect(told).toEqual([
    ['recipient-offline', 'm1'],
    ['undeliverable', 'm1'],
    ['recipient-offline', 'm2'],
    ['delivered', 'm2'],
  ]);
});

test('a toy has neither toys nor groups; a person a bounded number of toys', async () => {
  const ann = await signIn(server.url);
  const { name, key } = await pair(ann);
  const bear = await signIn(server.url, { toy: name, key });
  for (const answer of [
    await bear.ask('POST', '/toys', { toy: uniqueName() }),
    await bear.ask('POST', '/groups', { group: uniqueName() }),
    await bear.get('/groups'),
  ])
    expect([answer.status, answer.body.error.code]).toEqual([403, 'forbidden']);
  for (let i = 1; i < 16; i += 1) await pair(ann);
  expect((await ann.ask('POST', '/toys', { toy: uniqueName() })).body.error.code).toBe('limit-reached');
});
