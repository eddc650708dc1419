#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT } from './exit-code.ts';

/**
 * The one command of the lab. Each subcommand lies where its work is done and is loaded only when it is asked for, so
 * that a server process holds nothing of the bench.
 */
const subcommands: ReadonlyMap<string, { about: string; load: () => Promise<Command> }> = new Map([
  [
    'demo',
    {
      about: 'see the transports at work in the browser, and break them',
      load: async () => (await import('./demo/demo-command.ts')).demoCommand,
    },
  ],
  [
    'serve',
    {
      about: 'start a server that speaks all three transports',
      load: async () => (await import('../servers/serve-command.ts')).serveCommand,
    },
  ],
  [
    'chat',
    {
      about: 'chat in the terminal over any transport, and watch it',
      load: async () => (await import('../clients/chat/chat-command.ts')).chatCommand,
    },
  ],
  [
    'bench',
    {
      about: 'compare the transports: latency, freshness, cost',
      load: async () => (await import('./bench-command.ts')).benchCommand,
    },
  ],
  [
    'report',
    {
      about: 'render stored results again, several as one',
      load: async () => (await import('./report-command.ts')).reportCommand,
    },
  ],
  [
    'check',
    {
      about: 'find out whether a change made delivery slower',
      load: async () => (await import('./check-command.ts')).checkCommand,
    },
  ],
  [
    'link',
    {
      about: 'put a stretch of network between: delay, jitter, faults',
      load: async () => (await import('./link/link-command.ts')).linkCommand,
    },
  ],
]);

const program = new Command('transport-lab')
  .description('Short polling, long polling and WebSocket behind one mailbox: what each costs, and how fresh it is.')
  .version(
    (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version,
  )
  .showHelpAfterError('(transport-lab --help says more)')
  .addHelpText('after', '\nEvery subcommand has a --help of its own, with examples.\n');
for (const [name, { about }] of subcommands) program.command(name).description(about);

try {
  const given = process.argv.slice(2);
  // Of a subcommand Commander knows nothing but the name here; its help is with itself.
  const [name = '', ...args] = given[0] === 'help' && given.length === 2 ? [given[1]!, '--help'] : given;
  const subcommand = subcommands.get(name);
  const command = subcommand === undefined ? program : (await subcommand.load()).name(`transport-lab ${name}`);
  command.showHelpAfterError('(--help says more)').exitOverride();
  if (subcommand !== undefined) await command.parseAsync(args, { from: 'user' });
  else if (given.length === 0) program.help({ error: true });
  else program.parse();
} catch (failure) {
  // Commander has printed what was wrong with the call, or the help that was asked for.
  if (!(failure instanceof CommanderError)) throw failure;
  const isUsage = failure.exitCode !== 0 && failure.code.startsWith('commander.');
  process.exitCode = isUsage ? EXIT.badUsage : failure.exitCode;
}
