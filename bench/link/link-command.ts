import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Command, Option } from 'commander';
import {
  formatBandwidth,
  parseBandwidth,
  parseDuration,
  parseWhole,
  QuantityError,
} from '../../servers/protocol/quantity.ts';
import type { BytesPerSecond, Millis } from '../../servers/protocol/units.ts';
import { Link } from './link.ts';

interface LinkFlags {
  to: string;
  port: number;
  rtt: Millis;
  jitter: Millis;
  bandwidth: BytesPerSecond;
}

/** `transport-lab link`: a stretch of network in a process of its own, that takes commands on its standard input. */
export const linkCommand = new Command('link')
  .description(
    'Put a stretch of network between clients and a server: delay, jitter, bandwidth, and faults on command.',
  )
  .requiredOption('--to <url>', 'the server, such as http://127.0.0.1:9527')
  .option('--port <number>', 'TCP port; 0 takes a free one', parseWhole, 0)
  .addOption(
    new Option('--rtt <time>', 'round trip to add, half of it each way').argParser(parseDuration).default(0, '0'),
  )
  .addOption(
    new Option('--jitter <time>', 'up to so much more or less each way').argParser(parseDuration).default(0, '0'),
  )
  .addOption(
    new Option('--bandwidth <rate>', 'of each connection, each way, such as 1MiB/s')
      .argParser(parseBandwidth)
      .default(Infinity, formatBandwidth(Infinity)),
  )
  .addHelpText(
    'after',
    `
Times are written 0.5ms, 40ms, 1.5s; bandwidth 64KiB/s, 1MiB/s, or "unlimited".

Commands, a line each on standard input:
  cut          reset every connection
  black-hole   nothing passes, nothing is closed: an unplugged cable
  heal         new connections pass again
  stall 2s     hold everything for so long, then let it pass
  half-close   tell the clients that the server is done speaking
  error        answer with a line of JSON: by how much delays were missed since the last such command

Examples:
  $ transport-lab link --to http://127.0.0.1:9527 --rtt 100ms
  $ transport-lab link --to http://127.0.0.1:9527 --port 9600 --rtt 40ms --jitter 5ms --bandwidth 64KiB/s`,
  )
  .action((flags: LinkFlags, command: Command) => runLink(flags, command));

async function runLink({ to, port, rtt, jitter, bandwidth }: LinkFlags, command: Command): Promise<void> {
  if (!URL.canParse(to)) command.error(`error: --to must be a URL, such as http://127.0.0.1:9527; it is "${to}"`);
  const link = await Link.start(to, { port, shape: { rttMs: rtt, jitterMs: jitter, bandwidth } });
  process.stdout.write(`transport-lab link listening on ${link.url}\n`);
  const input = createInterface({ input: process.stdin });
  input.on('line', (line) => {
    const answer = obey(link, line.trim());
    if (answer !== null) process.stdout.write(`${answer}\n`);
  });
  const told = ['SIGINT', 'SIGTERM', ...(process.connected ? ['disconnect'] : [])].map((event) => once(process, event));
  await Promise.race(told);
  input.close();
  process.stdin.destroy();
  await link.close();
  if (process.connected) process.disconnect();
}

/** Does what a line says; gives back what there is to answer. */
function obey(link: Link, line: string): string | null {
  const [command = '', argument = ''] = line.split(/\s+/);
  switch (command) {
    case 'cut':
      link.cut();
      return null;
    case 'black-hole':
      link.blackHole();
      return null;
    case 'heal':
      link.heal();
      return null;
    case 'half-close':
      link.halfClose();
      return null;
    case 'stall':
      return stall(link, argument);
    case 'error':
      return JSON.stringify({ errorMs: link.takeError().encode() });
    default:
      return `There is no command "${line}": cut, black-hole, heal, stall TIME, half-close, error.`;
  }
}

function stall(link: Link, time: string): string | null {
  try {
    link.stall(parseDuration(time));
    return null;
  } catch (failure) {
    if (failure instanceof QuantityError) return failure.message;
    throw failure;
  }
}
