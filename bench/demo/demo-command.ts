import { once } from 'node:events';
import net from 'node:net';
import { Command, Option } from 'commander';
import { renderUnicodeCompact } from 'uqr';
import { formatDuration, parseCount, parseDuration, parsePeriod, parsePort } from '../../servers/protocol/quantity.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { EXIT } from '../exit-code.ts';
import { type Demo, startDemo } from './demo.ts';
import { ownAddresses } from './own-addresses.ts';

interface DemoFlags {
  port: number;
  hold: Millis;
  heartbeat: Millis;
  pong: Millis;
  keepMessages: number;
  class?: string | true;
}

/** `transport-lab demo`: the page on which the transports are seen at work, and the lab behind it. */
export const demoCommand = new Command('demo')
  .description('Open the lab in the browser: see polling, holding and pushing happen, and break it.')
  .option('--port <number>', 'TCP port of the page; 0 takes a free one', parsePort, 9527)
  .addOption(
    new Option('--hold <time>', 'longest hold of a long poll')
      .argParser(parseDuration)
      .default(15_000, formatDuration(15_000)),
  )
  .addOption(
    new Option('--heartbeat <time>', 'how often a WebSocket is pinged')
      .argParser(parsePeriod)
      .default(10_000, formatDuration(10_000)),
  )
  .addOption(
    new Option('--pong <time>', 'how long an answer to a ping may take')
      .argParser(parsePeriod)
      .default(5000, formatDuration(5000)),
  )
  .option('--keep-messages <number>', 'messages kept per mailbox', parseCount, 1000)
  .option(
    '--class [address]',
    'let a class in, under this address of this machine; default: all it has in its networks',
  )
  .addHelpText(
    'after',
    `
It starts a server, and a link to it for each party of the page, all on this machine alone. What is set here can be set
from the page too. Times are written 500ms, 15s, 2m.

Examples:
  $ transport-lab demo
  $ transport-lab demo --port 8080 --hold 5s
  $ transport-lab demo --class

Exit codes:
  0   stopped by SIGINT or SIGTERM
  1   internal error, or a port that can't be listened on
  2   bad usage`,
  )
  .action((flags: DemoFlags, command: Command) => runDemo(flags, command));

async function runDemo(flags: DemoFlags, command: Command): Promise<void> {
  const { port, hold, heartbeat, pong, keepMessages } = flags;
  const told = toldToStop();
  const taken = await whyTaken(port);
  if (taken !== null) command.error(`error: ${taken}`, { exitCode: EXIT.internalError, code: 'port' });
  const settings = { holdMs: hold, heartbeatMs: heartbeat, pongMs: pong, keepMessages };
  const demo = await startDemo({ port, classHosts: classHosts(flags.class), settings });
  process.stdout.write(await welcome(demo));
  await told;
  process.stdout.write('\nStopping.\n');
  await demo.close();
}

/**
 * Listened for from the first moment and to the last: nothing is to be left of a start or an end that is interrupted, and npm
 * may pass on a Ctrl-C that has come from the terminal already.
 */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
  });
}

function classHosts(asked: string | true | undefined): readonly string[] | null {
  if (asked === undefined) return null;
  return asked === true ? ownAddresses() : [asked];
}

/** Why nothing can listen on a port, with what to do; null where it can. */
async function whyTaken(port: number): Promise<string | null> {
  const server = net.createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      return `port ${port} is taken. Perhaps the demo runs already: http://127.0.0.1:${port}
If not, take another port: npm start -- --port ${port + 1}`;
    return `can't listen on port ${port}: ${code}. Take another: npm start -- --port 9527`;
  }
  server.close();
  await once(server, 'close');
  return null;
}

async function welcome({ url, classUrls }: Demo): Promise<string> {
  return `
  transport-lab: polling, holding and pushing, side by side.

  Open this page in a browser on this machine:

      ${url}
${(await isPageBuilt(url)) ? '' : '\n  There is no page yet, only the server: stop this, and build it with "npm run build".\n'}${classUrls === null ? '' : invitation(classUrls)}
  Ctrl-C stops everything.

`;
}

/** How a class comes in. */
function invitation(urls: readonly string[]): string {
  const [first] = urls;
  if (first === undefined) return '\n  This machine is in no network: nobody else can join the class.\n';
  const code = renderUnicodeCompact(first, { border: 1 }).replaceAll(/^/gm, '      ');
  return `\n  Students open this on their phones, in the same network:\n\n      ${urls.join('\n      ')}\n\n${code}\n\n  Only this machine can freeze and break.\n`;
}

/** Asks the server, which is the one to know. */
async function isPageBuilt(url: string): Promise<boolean> {
  const answer = await fetch(url);
  await answer.body?.cancel();
  return answer.headers.get('Content-Type')?.startsWith('text/html') ?? false;
}
