import { describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { eventually } from '../harness/eventually.ts';
import { nobodyHolds, startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';
import { dial } from '../harness/raw.ts';
import { type Party, signIn } from '../protocol/peer.ts';

function ask(path: string, { token }: Pick<Party, 'token'>): string {
  return `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`;
}

describe('X4 answers that wait are bounded', () => {
  test.each(['/short-polling/messages?after=start', '/healthz'])('in number: %s', async (path) => {
    const lab = await startLab();
    const bob = await signIn(lab.url);
    const socket = await dial(lab.url);
    const closed = once(socket, 'close');
    socket.write(ask('/long-polling/messages?after=end', bob) + ask(path, bob).repeat(15));
    await eventually(() => expect(leftovers(lab).held).toBe(1));
    // As many as may wait; one more is too many.
    socket.write(ask(path, bob));
    await closed;
    await nobodyHolds(lab);
  });

  test('16 at a time are answered, in order, again and again', async () => {
    const lab = await startLab();
    const bob = await signIn(lab.url);
    const socket = await dial(lab.url);
    let answers = '';
    socket.on('data', (bytes) => (answers += String(bytes)));
    for (let round = 1; round <= 10; round += 1) {
      socket.write(ask('/healthz', bob).repeat(8) + ask('/short-polling/messages?after=start', bob).repeat(8));
      await eventually(() => expect(answers.match(/HTTP\/1\.1 200/g)).toHaveLength(16 * round));
    }
    expect(answers.match(/"(?:status|kind)":/g)).toEqual(
      Array.from({ length: 160 }, (_, i) => (i % 16 < 8 ? '"status":' : '"kind":')),
    );
  });

  test('in time: a connection that does not take its answers is cut', async () => {
    const lab = await startLab({ slowReaderMs: 100, maxBodyBytes: 2 ** 20 });
    const bob = await signIn(lab.url);
    await bob.send(bob.address, 'x'.repeat(900_000));
    const socket = await dial(lab.url);
    socket.pause();
    // More than the kernel takes for a peer that does not read.
    socket.write(ask('/short-polling/messages?after=start', bob).repeat(16));
    await eventually(() => {
      // Without reading, a peer learns only by writing that nobody is there any more.
      socket.write('\r\n');
      expect(socket.destroyed).toBe(true);
    });
  });
});

describe('M9 L3 held polls behind one another on a connection', () => {
  test('that is left: all of them are gone', async () => {
    const lab = await startLab();
    const parties = await Promise.all(Array.from({ length: 16 }, () => signIn(lab.url)));
    const socket = await dial(lab.url);
    socket.write(parties.map((party) => ask('/long-polling/messages?after=end', party)).join(''));
    await eventually(() => expect(leftovers(lab)).toMatchObject({ held: 16, watching: 16 }));
    socket.resetAndDestroy();
    await nobodyHolds(lab);
  });
});
