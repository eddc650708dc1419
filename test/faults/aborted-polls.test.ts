import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { eventually } from '../harness/eventually.ts';
import { nobodyHolds, startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';

test('M9 L3 after 10,000 polls that were left in the lurch nothing is parked any more', async () => {
  const lab = await startLab();
  const { port, hostname } = new URL(lab.url);
  const sessions = await Promise.all(Array.from({ length: 200 }, (_, i) => lab.services.parties.signIn.user(`u${i}`)));
  let most = 0;
  for (let round = 0; round < 50; round += 1) {
    const sockets = await Promise.all(
      sessions.map(async ({ token }) => {
        const socket = net.connect(Number(port), hostname);
        await once(socket, 'connect');
        socket.write(
          `GET /long-polling/messages?after=end HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        );
        return socket;
      }),
    );
    // In every other round the client is gone before the server has even read the question.
    if (round % 2 === 0) await eventually(() => expect(leftovers(lab).held).toBe(200));
    most = Math.max(most, leftovers(lab).watching);
    for (const socket of sockets) socket.resetAndDestroy();
    await Promise.all(sockets.map((socket) => once(socket, 'close')));
    await nobodyHolds(lab);
  }
  expect(most).toBe(200);
}, 60_000);
