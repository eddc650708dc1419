import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import { eventually } from '../harness/eventually.ts';
import { nobodyHolds, startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';
import { dial } from '../harness/raw.ts';
import { signIn } from '../protocol/peer.ts';

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

test.each(['websocket', 'h2c'])(
  'X5 an upgrade to %s behind a poll that is held ends both, and nothing is left of either',
  async (protocol) => {
    const lab = await startLab();
    const { token } = await signIn(lab.url);
    const socket = await dial(lab.url);
    let answer = '';
    socket.on('data', (bytes) => (answer += String(bytes)));
    socket.write(`GET /long-polling/messages?after=end HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await eventually(() => expect(leftovers(lab).held).toBe(1));
    socket.write(
      `GET /websocket?after=end HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${protocol}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: transport-lab.1, token.${token}\r\n\r\n`,
    );
    await once(socket, 'close');
    expect(answer).toBe('');
    await nobodyHolds(lab);
  },
);
