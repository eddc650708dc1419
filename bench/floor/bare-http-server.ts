import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { now } from '../clock.ts';

/** The program of the bare long-polling relay: `POST /NAME` puts something there, `GET /NAME` takes what is there. */
interface Box {
  queue: object[];
  answer: (() => void) | undefined;
}

const holdMs = Number(process.argv[2]);
const boxes = new Map<string, Box>();

function boxOf(name: string): Box {
  let box = boxes.get(name);
  if (box === undefined) boxes.set(name, (box = { queue: [], answer: undefined }));
  return box;
}

function hold(box: Box, res: http.ServerResponse): void {
  const answer = (): void => {
    clearTimeout(end);
    box.answer = undefined;
    const body = JSON.stringify(box.queue.splice(0));
    res.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    res.end(body);
  };
  const end = setTimeout(answer, holdMs);
  box.answer = answer;
  res.once('close', () => {
    clearTimeout(end);
    if (box.answer === answer) box.answer = undefined;
  });
  if (box.queue.length > 0) answer();
}

const server = http.createServer((req, res) => {
  const box = boxOf(req.url!);
  if (req.method === 'GET') {
    hold(box, res);
    return;
  }
  let text = '';
  req.setEncoding('utf8');
  req.on('data', (chunk: string) => (text += chunk));
  req.on('end', () => {
    box.queue.push({ ...(JSON.parse(text) as object), at: now() });
    box.answer?.();
    res.writeHead(204).end();
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
process.once('disconnect', () => process.exit());
