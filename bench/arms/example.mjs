// An arm of one's own, to copy: Server-Sent Events over node:http. Try it with --adapter bench/arms/example.mjs
import http from 'node:http';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const own = fileURLToPath(import.meta.url);

export default {
  name: 'sse',

  // The server, in a process of its own; leave this out where --url says which one to use.
  async startServer() {
    // Detached, so that Ctrl-C reaches the bench alone, which then stops it.
    const child = fork(own, ['serve'], { detached: true });
    const [url] = await once(child, 'message');
    return { url, pid: child.pid, stop: async () => void child.kill() };
  },

  // A party: sends to others by name and receives what is sent to it.
  async connect({ url, user, traffic }) {
    const agent = new http.Agent({ keepAlive: true });
    const ask = async (method, path, body) => {
      traffic.requests += 1;
      const req = http.request(url + path, { method, agent }).end(body);
      req.once('socket', (socket) => traffic.watch(socket));
      return (await once(req, 'response'))[0];
    };
    const events = await ask('GET', `/${user}`);
    let sent = Promise.resolve();
    return {
      // One at a time: two connections might change their order, and the lab would see it.
      send(to, id, body) {
        sent = sent.then(async () => void (await ask('POST', `/${to}`, JSON.stringify({ id, body }))).resume());
        return sent;
      },
      async *receive(signal) {
        signal.addEventListener('abort', () => events.destroy());
        let rest = '';
        for await (const chunk of events.setEncoding('utf8')) {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop();
          for (const line of lines) if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
        }
      },
      close: async () => agent.destroy(),
    };
  },
};

if (process.argv[2] === 'serve') {
  const streams = new Map();
  const server = http.createServer(async (req, res) => {
    if (req.method === 'GET') {
      streams.set(req.url, res.writeHead(200, { 'Content-Type': 'text/event-stream' }));
      return res.flushHeaders();
    }
    const message = JSON.parse(Buffer.concat(await req.toArray()));
    const at = Number(process.hrtime.bigint()) / 1e6;
    streams.get(req.url)?.write(`data: ${JSON.stringify({ id: message.id, at, body: message.body })}\n\n`);
    res.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));
  process.once('disconnect', () => process.exit());
}
