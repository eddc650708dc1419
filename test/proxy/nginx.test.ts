import { describe, expect, test } from '@jest/globals';
import { transportContract } from '../conformance/transport-contract.ts';
import { transportEntries } from '../conformance/transport-entries.ts';
import { startLab } from '../harness/lab.ts';
import { startNginx } from '../harness/nginx.ts';
import { signIn, sleep } from '../protocol/peer.ts';

describe('through nginx as in servers/nginx.conf', () => {
  for (const entry of transportEntries) transportContract(entry, startNginx);
});

test('L2 L8 a poll is held for the whole 15 s, a socket stays, and what comes is there at once', async () => {
  const lab = await startLab();
  const url = await startNginx(lab.url);
  const [alice, bob, cyd] = [await signIn(url), await signIn(url), await signIn(url)];
  const talk = await cyd.connect('?after=end');
  await talk.next('page');
  const pinged = talk.frames
    .find(({ type }) => type === 'ping', 12_000)
    .then(({ n }) => talk.send({ type: 'pong', n }));
  const startedAt = performance.now();
  const empty = await bob.hold('end', 15);
  expect([empty.status, empty.body.kind]).toEqual([200, 'empty']);
  expect(performance.now() - startedAt).toBeGreaterThan(14_900);
  expect(performance.now() - startedAt).toBeLessThan(16_000);
  await pinged;

  const held = bob.hold(empty.body.cursor, 15);
  await sleep(300);
  const sentAt = performance.now();
  await alice.send(bob.address, 'now');
  expect((await held).body.messages).toMatchObject([{ body: 'now' }]);
  await alice.send(cyd.address, 'now');
  expect(await talk.next('page')).toMatchObject({ messages: [{ body: 'now' }] });
  expect(performance.now() - sentAt).toBeLessThan(500);
}, 30_000);

test('L8 no 502 over 200 turns from idle to busy, at just the time when the proxy lets go of its connections', async () => {
  const lab = await startLab();
  const url = await startNginx(lab.url, '100ms');
  const statuses: number[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async (_, who) => {
      const [alice, bob] = [await signIn(url), await signIn(url)];
      for (let turn = 0; turn < 20; turn += 1) {
        await sleep(90 + ((turn + who) % 20));
        const answers = await Promise.all([
          bob.hold('end', 0.01),
          bob.get('/short-polling/messages?after=end'),
          alice.send(bob.address, `${turn}`),
        ]);
        statuses.push(...answers.map(({ status }) => status));
      }
    }),
  );
  expect(statuses).toHaveLength(600);
  expect(statuses.filter((status) => status >= 300)).toEqual([]);
});
