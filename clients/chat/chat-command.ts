import { Command, Option } from 'commander';
import { formatDuration, parseDuration, parsePeriod } from '../../servers/protocol/quantity.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import type { Identity } from '../core/credentials.ts';
import { DEFAULT_SETTINGS } from '../core/settings.ts';
import { type Habits, HABITS } from '../core/habits.ts';
import { chat } from './chat.ts';
import { partyOf } from './party-of.ts';
import { Terminal } from './terminal.ts';

interface ChatFlags {
  url: string;
  as?: string;
  password?: string;
  toy?: string;
  key?: string;
  transport: TransportName;
  to?: string;
  group?: string;
  pollInterval: Millis;
  hold: Millis;
  without?: (keyof Habits)[];
  trace: boolean;
}

/** `transport-lab chat`: the smallest way to see what polling, holding and pushing mean. */
export const chatCommand = new Command('chat')
  .description('Chat in the terminal, over any transport, and see what it does.')
  .option('--as <name>', 'who you are')
  .addOption(
    new Option('--password <text>', 'keeps the name, and what waits in its mailbox, yours').env(
      'TRANSPORT_LAB_PASSWORD',
    ),
  )
  .option('--toy <name>', 'be a toy, instead of a person; /pair gives its key')
  .addOption(new Option('--key <text>', "the toy's key").env('TRANSPORT_LAB_KEY'))
  .addOption(new Option('--transport <name>', 'how to read').choices(TRANSPORT_NAMES).default('websocket'))
  .option('--to <name>', 'whom to talk to; toy:NAME for a toy', partyOf)
  .option('--group <name>', 'the group to talk in; it is made, or joined, where need be')
  .option('--url <url>', 'where the server is', 'http://127.0.0.1:9527')
  .addOption(
    new Option('--poll-interval <time>', 'between short polls')
      .argParser(parsePeriod)
      .default(DEFAULT_SETTINGS.pollIntervalMs, formatDuration(DEFAULT_SETTINGS.pollIntervalMs)),
  )
  .addOption(
    new Option('--hold <time>', 'how long the server may hold a long poll')
      .argParser(parseDuration)
      .default(DEFAULT_SETTINGS.holdMs, formatDuration(DEFAULT_SETTINGS.holdMs)),
  )
  .addOption(new Option('--without <habits...>', 'go without these, to see what they are for').choices(HABITS))
  .option('--trace', 'show everything that goes over the wire, as it happens; /trace turns it on and off', false)
  .addHelpText(
    'after',
    `
Examples (npm start runs the server):
  $ transport-lab chat --as ann --to ben --transport long-polling --trace
  $ transport-lab chat --as ben --to ann --transport short-polling
  $ transport-lab chat --as ann --group chess

Exit codes:
  0   /quit, the end of the input, or SIGINT
  1   internal error, or refused by the server
  2   bad usage`,
  )
  .action(async (flags: ChatFlags, command: Command) => {
    const terminal = new Terminal(process.stdin, process.stdout);
    const fault = await chat(toOptions(flags, command), terminal);
    if (fault !== undefined) command.error(`error: ${fault.message}`, { code: fault.code });
  });

function toOptions(flags: ChatFlags, command: Command): Parameters<typeof chat>[0] {
  const { url, transport, to, group, pollInterval, hold, without = [], trace } = flags;
  return {
    url,
    identity: toIdentity(flags, command),
    transport,
    to: to ?? (group === undefined ? undefined : `group:${group}`),
    pollIntervalMs: pollInterval,
    holdMs: hold,
    ...Object.fromEntries(without.map((habit) => [habit, false])),
    trace,
  };
}

function toIdentity({ as, password, toy, key }: ChatFlags, command: Command): Identity {
  if (toy !== undefined && as === undefined) {
    if (key === undefined)
      command.error('error: a toy needs its --key, or TRANSPORT_LAB_KEY', { code: 'commander.noKey' });
    return { user: toy, kind: 'toy', secret: key };
  }
  if (as === undefined || toy !== undefined)
    command.error('error: who are you? --as NAME, or --toy NAME --key KEY', { code: 'commander.noName' });
  return password === undefined ? { user: as } : { user: as, secret: password };
}
