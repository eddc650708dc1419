import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { Inbox } from '../../clients/core/inbox.ts';
import type { Arm, ConnectOptions, Delivery, Party } from '../arms/arm.ts';
import { startListening } from '../listening-process.ts';

/**
 * A relay of `ws` and nothing else: no mailbox, no session, no cursor, no heartbeat; what is sent while nobody is there is
 * lost. What the lab's WebSocket costs beyond this is the lab's own.
 */
export const bareWs: Arm = {
  name: 'bare-ws',
  theory: 'websocket',
  startServer: (_scenario, signal) =>
    startListening(fileURLToPath(new URL('bare-ws-server.js', import.meta.url)), [], signal),
  connect,
};

async function connect({ url, user, traffic }: ConnectOptions): Promise<Party> {
  const ws = new WebSocket(`${url.replace('http', 'ws')}/${user}`, { perMessageDeflate: false });
  const inbox = new Inbox<Delivery>();
  ws.on('upgrade', ({ socket }) => traffic.watch(socket));
  ws.on('message', (data: Buffer) => inbox.put(JSON.parse(data.toString()) as Delivery));
  await new Promise<void>((resolve, reject) => {
    ws.once('open', resolve);
    ws.once('error', reject);
  });
  ws.once('close', () => inbox.fail(new Error('the bare relay is gone')));
  return {
    send: async (to, id, body) => ws.send(JSON.stringify({ to, id, body })),
    async *receive(signal) {
      const stop = (): void => inbox.fail(signal.reason as Error);
      signal.addEventListener('abort', stop, { once: true });
      try {
        for (;;) yield await inbox.take();
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    close: async () => ws.terminate(),
  };
}
