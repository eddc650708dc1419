import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import { pino } from 'pino';
import { obeyOrders } from './obey-orders.ts';
import { addressOf } from './protocol/address.ts';
import { CLOCKS, type ClockName, DEFAULT_SERVER_OPTIONS as defaults, type ServerOptions } from './options.ts';
import {
  formatDuration,
  formatRate,
  formatSize,
  parseCount,
  parseDuration,
  parsePeriod,
  parsePort,
  parseRate,
  parseSize,
} from './protocol/quantity.ts';
import type { Bytes, Millis, PerSecond } from './protocol/units.ts';
import { RESERVE_VARIABLE } from './protocol/server-order.ts';
import { RestartableServer } from './restartable-server.ts';

interface ServeFlags {
  host: string;
  port: number;
  allowOrigin: string[];
  page: string;
  lab: string | null;
  reserve: ReadonlyMap<string, string>;
  hold: Millis;
  heartbeat: Millis;
  pong: Millis;
  keepMessages: number;
  keepAge: Millis;
  keepBytes: Bytes;
  keepTotal: Bytes;
  keepMailboxes: number;
  maxBody: Bytes;
  maxSends: PerSecond;
  maxSessions: number;
  maxLines: number;
  sessionIdle: Millis;
  presenceGrace: Millis;
  clock: ClockName;
}

/** Where the build puts the page, beside what it makes of this. */
const BUILT_PAGE = fileURLToPath(new URL('../page', import.meta.url));

/** `transport-lab serve`: one server, until it is told to stop. */
export const serveCommand = new Command('serve')
  .description('Start a server: one mailbox behind short polling, long polling and WebSocket.')
  .option('--host <address>', 'address to listen on; 0.0.0.0 for the whole network', defaults.host)
  .option('--port <number>', 'TCP port; 0 takes a free one', parsePort, defaults.port)
  .addOption(
    new Option('--allow-origin <origin>', "a page's origin that may use the server, besides its own; may be repeated")
      .argParser(addOrigin)
      .default([], 'none'),
  )
  .option('--page <folder>', 'folder of the built page, served at / where it is there', BUILT_PAGE)
  .addOption(
    new Option('--lab <url>', "WebSocket URL of a lab's controls, for the page; it may then show the allowed origins")
      .argParser(parseWebSocketUrl)
      .default(null, 'none'),
  )
  .addOption(
    new Option(
      '--reserve <name:password>',
      'a name that only this password opens; long, and best not on a command line',
    )
      .env(RESERVE_VARIABLE)
      .argParser(parseReserved)
      .default(defaults.reserved, 'none'),
  )
  .addOption(duration('--hold <time>', 'longest hold of a long poll', defaults.holdMs))
  .addOption(period('--heartbeat <time>', 'how often a WebSocket is pinged', defaults.heartbeatMs))
  .addOption(period('--pong <time>', 'how long an answer to a ping may take', defaults.pongMs))
  .option('--keep-messages <number>', 'messages kept per mailbox', parseCount, defaults.retention.maxMessages)
  .addOption(period('--keep-age <time>', 'how long a message is kept', defaults.retention.maxAgeMs))
  .addOption(size('--keep-bytes <size>', 'bytes kept per mailbox', defaults.retention.maxBytes))
  .addOption(size('--keep-total <size>', 'bytes kept over all mailboxes', defaults.retention.maxTotalBytes))
  .option('--keep-mailboxes <number>', 'mailboxes kept', parseCount, defaults.retention.maxMailboxes)
  .addOption(size('--max-body <size>', 'largest message', defaults.maxBodyBytes))
  .addOption(
    new Option('--max-sends <rate>', 'messages a session may send, such as 100/s, or "unlimited"')
      .argParser((text) => (text === 'unlimited' ? Infinity : parseRate(text)))
      .default(defaults.maxSends, formatRate(defaults.maxSends)),
  )
  .option('--max-sessions <number>', 'sessions at a time', parseCount, defaults.maxSessions)
  .option('--max-lines <number>', 'held polls and sockets at a time', parseCount, defaults.maxLines)
  .addOption(period('--session-idle <time>', 'an unused session ends after', defaults.sessionIdleMs))
  .addOption(
    period('--presence-grace <time>', 'how long after its last read a party is online', defaults.presenceGraceMs),
  )
  .addOption(
    new Option(
      '--clock <name>',
      'clock that stamps messages; monotonic lets a bench on this machine tell the legs apart',
    )
      .choices(CLOCKS)
      .default(defaults.clock),
  )
  .addHelpText(
    'after',
    `
Times are written 500ms, 15s, 2m, 1h; sizes 64B, 8KiB, 1MiB; rates 2/s, 30/min.

Examples:
  $ transport-lab serve
  $ transport-lab serve --port 8080 --hold 30s
  $ transport-lab serve --host 0.0.0.0 --keep-age 10m --max-sends 5/s

A program that starts it with an IPC channel can have it go away and come back with all that it remembers, by messages
{"order": "go-away"} and {"order": "come-back", "settings": {}}; settings are holdMs, heartbeatMs, pongMs, keepMessages.
Each is answered {"done": true} or {"failed": why}.

Exit codes:
  0   stopped by SIGINT, SIGTERM, or the end of whoever started it
  1   internal error, or an address that can't be listened on
  2   bad usage`,
  )
  .action((flags: ServeFlags, command: Command) => serve(flags, command));

async function serve(flags: ServeFlags, command: Command): Promise<void> {
  const log = pino({ name: 'transport-lab' }, pino.destination({ fd: process.stderr.fd, sync: true }));
  let server: RestartableServer;
  try {
    server = await RestartableServer.start(toOptions(flags), log);
  } catch (failure) {
    if (!isAddressFailure(failure)) throw failure;
    command.error(
      `error: can't listen on ${flags.host} port ${flags.port}: ${failure.code}. Another --port or --host?`,
      { code: failure.code },
    );
  }
  process.stdout.write(`transport-lab listening on ${server.url}\n`);
  const stopObeying = obeyOrders(server);
  await toldToStop();
  await stopObeying();
  await server.close();
  // The channel to whoever started this would keep the process alive.
  if (process.connected) process.disconnect();
}

function toOptions(flags: ServeFlags): ServerOptions {
  return {
    ...defaults,
    host: flags.host,
    port: flags.port,
    allowOrigins: flags.allowOrigin,
    pageFolder: flags.page,
    lab: flags.lab,
    reserved: flags.reserve,
    clock: flags.clock,
    holdMs: flags.hold,
    heartbeatMs: flags.heartbeat,
    pongMs: flags.pong,
    retention: {
      maxMessages: flags.keepMessages,
      maxAgeMs: flags.keepAge,
      maxBytes: flags.keepBytes,
      maxTotalBytes: flags.keepTotal,
      maxMailboxes: flags.keepMailboxes,
    },
    maxBodyBytes: flags.maxBody,
    maxSends: flags.maxSends,
    maxSessions: flags.maxSessions,
    maxLines: flags.maxLines,
    sessionIdleMs: flags.sessionIdle,
    presenceGraceMs: flags.presenceGrace,
  };
}

/** What listening fails with when the address is taken, forbidden or not this machine's. */
function isAddressFailure(failure: unknown): failure is Error & { code: string } {
  return (
    failure instanceof Error &&
    'code' in failure &&
    ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND'].includes(String(failure.code))
  );
}

/** A signal, or the end of the process that started this one and keeps a channel to it. */
async function toldToStop(): Promise<void> {
  const told = ['SIGINT', 'SIGTERM', ...(process.connected ? ['disconnect'] : [])].map((event) => once(process, event));
  await Promise.race(told);
}

function parseWebSocketUrl(text: string): string {
  if (!URL.canParse(text) || !/^wss?:$/.test(new URL(text).protocol) || new URL(text).origin !== text)
    throw new InvalidArgumentError('Give a URL without a path, such as ws://127.0.0.1:9528.');
  return text;
}

function parseReserved(text: string): ReadonlyMap<string, string> {
  const [, name, password] = /^([^:]+):(.{16,})$/.exec(text) ?? [];
  if (name === undefined || password === undefined || addressOf('user', name) === null)
    throw new InvalidArgumentError('Give a name, a colon and a password of 16 characters or more.');
  return new Map([[name, password]]);
}

function addOrigin(text: string, earlier: readonly string[]): string[] {
  if (!URL.canParse(text) || new URL(text).origin !== text)
    throw new InvalidArgumentError('An origin is a scheme, a host and perhaps a port, such as https://lab.example.');
  return [...earlier, text];
}

function duration(flags: string, description: string, standard: Millis): Option {
  return new Option(flags, description).argParser(parseDuration).default(standard, formatDuration(standard));
}

function period(flags: string, description: string, standard: Millis): Option {
  return duration(flags, description, standard).argParser(parsePeriod);
}

function size(flags: string, description: string, standard: Bytes): Option {
  return new Option(flags, description).argParser(parseSize).default(standard, formatSize(standard));
}
