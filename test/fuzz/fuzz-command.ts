import { Command } from 'commander';
import { EXIT } from '../../bench/exit-code.ts';
import { parseCount } from '../../servers/protocol/quantity.ts';
import { DEFAULT_AT_ONCE, describeFailure, fuzz } from './fuzz.ts';

interface FuzzFlags {
  seed?: number;
  seeds: number;
  first: number;
  atOnce: number;
  trace: boolean;
}

/** How often a long run says how far it has come. */
const REPORT_EVERY_MS = 10_000;

const command = new Command('npm run fuzz --')
  .description('Random sends, switches of transport, faults and restarts; after each the guarantee is checked.')
  .option('--seed <number>', 'run this seed alone', parseCount)
  .option('--seeds <number>', 'how many seeds', parseCount, 300)
  .option('--first <number>', 'the first seed', parseCount, 1)
  .option('--at-once <number>', 'how many worlds side by side', parseCount, DEFAULT_AT_ONCE)
  .option('--trace', 'also print what goes over the wire', false)
  .addHelpText(
    'after',
    `
The seed decides what is done and in which order, not how long it takes: what hangs on a fraction of a millisecond may have
to be run several times.

Examples:
  $ npm run fuzz -- --seeds 10000
  $ npm run fuzz -- --seed 4711 --trace

Exit codes: 0 when nothing broke, 1 otherwise.`,
  )
  .action(run);

async function run({ seed, seeds, first, atOnce, trace }: FuzzFlags): Promise<void> {
  const startedAt = performance.now();
  const count = seed === undefined ? seeds : 1;
  let done = 0;
  let sent = 0;
  let failed = 0;
  let slowestMs = 0;
  let summedMs = 0;
  const progress = (): string => {
    const seconds = (performance.now() - startedAt) / 1000;
    const rss = Math.round(process.memoryUsage.rss() / 2 ** 20);
    return `${done} of ${count} seeds, ${sent} messages, ${failed} failed; ${seconds.toFixed(1)} s, a world ${Math.round(summedMs / Math.max(done, 1))} ms, the slowest ${Math.round(slowestMs)} ms; ${rss} MiB`;
  };
  const timer = setInterval(() => process.stdout.write(`${progress()}\n`), REPORT_EVERY_MS);
  const failures = await fuzz({
    first: seed ?? first,
    count,
    atOnce,
    ...(trace ? { trace: (name, event) => process.stdout.write(`${name} ${JSON.stringify(event)}\n`) } : {}),
    report(outcome) {
      done += 1;
      sent += outcome.sent;
      summedMs += outcome.durationMs;
      slowestMs = Math.max(slowestMs, outcome.durationMs);
      if (outcome.failures.length === 0) return;
      failed += 1;
      process.stdout.write(`${describeFailure(outcome)}\n`);
    },
  });
  clearInterval(timer);
  process.stdout.write(`${progress()}\n`);
  if (failures.length > 0) process.stdout.write(`failed: ${failures.map((outcome) => outcome.seed).join(' ')}\n`);
  process.exitCode = failures.length === 0 ? EXIT.done : EXIT.internalError;
}

await command.parseAsync();
