import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { eventually } from '../harness/eventually.ts';
import { startLab } from '../harness/lab.ts';
import { dial } from '../harness/raw.ts';

test.each(['/no', '/websocket'])(
  'X4 a refused upgrade of %s holds no socket, though its client never ends it',
  async (path) => {
    const lab = await startLab();
    const socket = await dial(lab.url, { allowHalfOpen: true });
    let answer = '';
    socket.on('data', (bytes) => (answer += String(bytes)));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    await once(socket, 'end');
    expect(answer).toMatch(/^HTTP\/1\.1 40[14] /);
    await eventually(() => {
      // A peer that stays open on its side learns only by writing that nobody is there any more.
      socket.write('x');
      expect(socket.destroyed).toBe(true);
    });
  },
);
