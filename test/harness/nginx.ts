import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUp } from './clean-up.ts';
import { debianProgram } from './debian-program.ts';

const SAMPLE = readFileSync(new URL('../../servers/nginx.conf', import.meta.url), 'utf8');

/** Where nginx would write as root; anybody may write here. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((name) => `${name}_temp_path ${name};`)
  .join(' ');

/**
 * Puts nginx in front of a server, set up as in servers/nginx.conf, and gives the URL under which it listens. It is gone
 * after the test.
 *
 * @param keepAlive For how long it keeps a connection to the server that it does not use. Default: as in the sample.
 */
export async function startNginx(target: string, keepAlive = '55s'): Promise<string> {
  const nginx = debianProgram('nginx', 'nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'transport-lab-nginx-'));
  const port = await freePort();
  const settings = SAMPLE.replaceAll('127.0.0.1:9527', new URL(target).host)
    .replace('listen 8080', `listen 127.0.0.1:${port}`)
    .replace('keepalive_timeout 55s', `keepalive_timeout ${keepAlive}`)
    .replace('http {', `http { access_log off; ${TEMPORARY}`);
  writeFileSync(join(folder, 'nginx.conf'), settings);
  const globals = 'daemon off; master_process off; pid nginx.pid; error_log stderr crit;';
  const child = spawn(nginx, ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf', '-g', globals], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  cleanUp(async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  });
  await Promise.race([
    listens(port),
    ended.then(([code]) => {
      throw new Error(`nginx ended with ${code} before it listened`);
    }),
  ]);
  return `http://127.0.0.1:${port}`;
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listens(port: number): Promise<void> {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1');
    const answered = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
