import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import type { LineWatcher } from '../../../bench/link/line-watcher.ts';
import { PLAIN } from '../../../bench/link/shape.ts';
import { cleanUp } from '../../harness/clean-up.ts';
import { eventually } from '../../harness/eventually.ts';
import { startLink } from '../../harness/links.ts';
import { dial } from '../../harness/raw.ts';

/** A watched connection through a link, and all that its watcher was told. */
async function watched(rttMs = 0) {
  const serverSides: Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    serverSides.push(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(() => {
    server.close();
    for (const socket of serverSides) socket.destroy();
  });
  const told: (readonly [what: string, ...about: unknown[]])[] = [];
  const watcher: LineWatcher = {
    entered: (direction, bytes) => told.push(['entered', direction, bytes.toString()]),
    left: (direction, count) => told.push(['left', direction, count]),
    lost: (direction) => told.push(['lost', direction]),
    closed: (by) => told.push(['closed', by]),
  };
  const target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = await startLink(target, { shape: { ...PLAIN, rttMs }, watch: () => watcher });
  const client = await dial(link.url, { allowHalfOpen: true });
  await eventually(() => expect(serverSides).toHaveLength(1));
  const heard = (...what: readonly unknown[]): Promise<void> => eventually(() => expect(told).toContainEqual(what));
  return { link, client, server, serverSide: serverSides[0]!, told, heard };
}

test('it is told what enters, and that it has left when it has', async () => {
  const { client, serverSide, told, heard } = await watched(40);
  client.write('hello');
  await heard('entered', 'up', 'hello');
  expect(told).toHaveLength(1);
  await heard('left', 'up', 5);
  serverSide.write('hi');
  await heard('left', 'down', 2);
  client.end();
  serverSide.end();
  await heard('closed', 'client');
  expect(told).toEqual([
    ['entered', 'up', 'hello'],
    ['left', 'up', 5],
    ['entered', 'down', 'hi'],
    ['left', 'down', 2],
    ['closed', 'client'],
  ]);
});

test('the server may be the first to go', async () => {
  const { client, serverSide, heard, told } = await watched();
  serverSide.end('bye');
  client.resume();
  await once(client, 'end');
  client.end();
  await heard('closed', 'server');
  expect(told.at(-1)).toEqual(['closed', 'server']);
});

test('what is under way when the line breaks never leaves', async () => {
  const { link, client, told, heard } = await watched(200);
  client.write('hello');
  await heard('entered', 'up', 'hello');
  link.cut();
  await heard('closed', 'link');
  await eventually(() => expect(client.destroyed).toBe(true));
  expect(told).toEqual([
    ['entered', 'up', 'hello'],
    ['closed', 'link'],
  ]);
});

test('an answer that is lost has been given: first it enters, then the line breaks', async () => {
  const { link, serverSide, told, heard } = await watched();
  link.inspectAnswer = () => 'cut';
  serverSide.write('receipt');
  await heard('closed', 'link');
  expect(told).toEqual([
    ['entered', 'down', 'receipt'],
    ['closed', 'link'],
  ]);
});

test('on a dead line all is lost, and who goes first is gone for the other side alone', async () => {
  const { link, client, serverSide, told, heard } = await watched();
  link.blackHole();
  client.write('hello');
  await heard('entered', 'up', 'hello');
  serverSide.end();
  await heard('closed', 'server');
  expect(told).toEqual([
    ['lost', 'up'],
    ['lost', 'down'],
    ['entered', 'up', 'hello'],
    ['closed', 'server'],
  ]);
  expect(client.readyState).toBe('open');
});

test('to a server that is not there nothing has left', async () => {
  const { link, server, told, heard } = await watched();
  server.close();
  told.length = 0;
  const late = await dial(link.url);
  late.write('hello');
  await heard('closed', 'server');
  expect(told.filter(([what]) => what === 'left')).toEqual([]);
});
