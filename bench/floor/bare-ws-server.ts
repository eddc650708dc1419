import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { now } from '../clock.ts';

/** The program of the bare WebSocket relay: whoever connects to `/NAME` gets what is sent to NAME. */
const peers = new Map<string, WebSocket>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
server.on('connection', (ws, { url }) => {
  peers.set(url!.slice(1), ws);
  ws.on('message', (data: Buffer) => {
    const { to, id, body } = JSON.parse(data.toString()) as { to: string; id: string; body: string };
    peers.get(to)?.send(JSON.stringify({ id, at: now(), body }));
  });
});
await once(server, 'listening');
process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.once('disconnect', () => process.exit());
