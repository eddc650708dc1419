import http from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Traffic } from '../../clients/traffic.ts';
import type { Arm, ConnectOptions, Delivery, Party } from '../arms/arm.ts';
import { startListening } from '../listening-process.ts';

/**
 * Long polling with `node:http` and nothing else: no mailbox, no session, no cursor; a page that is lost on the way is
 * lost. What the lab's long polling costs beyond this is the lab's own.
 */
export const bareHttp: Arm = {
  name: 'bare-http',
  // Its sender puts each message into a request of its own, one after the other: no theory of the lab's.
  theory: null,
  startServer: ({ holdMs }, signal) =>
    startListening(fileURLToPath(new URL('bare-http-server.js', import.meta.url)), [String(holdMs)], signal),
  connect: async (options) => connect(options),
};

function connect({ url, user, traffic, scenario }: ConnectOptions): Party {
  const agent = new http.Agent({ keepAlive: scenario.keepAlive });
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = create(options, callback);
    traffic.watch(socket as Parameters<Traffic['watch']>[0]);
    return socket;
  };
  let pages = 0;
  let emptyPages = 0;
  let before: Promise<unknown> = Promise.resolve();

  function ask(method: string, path: string, body?: string, signal?: AbortSignal): Promise<string> {
    traffic.requests += 1;
    return new Promise((resolve, reject) => {
      const req = http.request(url + path, { method, agent, ...(signal ? { signal } : {}) }, (res) => {
        let text = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => (text += chunk));
        res.on('end', () => resolve(text));
        res.on('error', reject);
      });
      req.on('error', reject);
      req.end(body);
    });
  }

  return {
    send(to, id, body) {
      // One at a time, or two connections might change their order.
      const text = JSON.stringify({ id, body });
      before = before.then(async () => ask('POST', `/${to}`, text));
      return before;
    },
    async *receive(signal) {
      for (;;) {
        const page = JSON.parse(await ask('GET', `/${user}`, undefined, signal)) as Delivery[];
        pages += 1;
        if (page.length === 0) emptyPages += 1;
        yield* page;
      }
    },
    get counts() {
      return { duplicates: 0, gaps: 0, restarts: 0, pages, emptyPages };
    },
    close: async () => agent.destroy(),
  };
}
