import { once } from 'node:events';
import net from 'node:net';
import { cleanUp } from './clean-up.ts';

/** A bare connection to a server, that is gone after the test. */
export async function dial(url: string, options: Partial<net.TcpNetConnectOpts> = {}): Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  const socket = net.connect({ host: hostname, port: Number(port), ...options });
  socket.on('error', () => {});
  cleanUp(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** Writes raw bytes to a server and gives what it answers until it closes, or until it has been still for `stillMs`. */
export async function raw(url: string, bytes: Buffer | string, stillMs = 50): Promise<string> {
  const socket = await dial(url);
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
  socket.write(bytes);
  socket.setTimeout(stillMs, () => socket.destroy());
  await once(socket, 'close');
  return answer;
}
