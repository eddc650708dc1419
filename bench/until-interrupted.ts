import { EXIT } from './exit-code.ts';
import { NothingToMeasureError } from './nothing-to-measure-error.ts';

/** What was interrupted and has kept something; the message says what, and how to go on. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Ctrl-C, `kill`, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `what` until it is done or somebody interrupts it; whatever it started has then ended. */
export async function untilInterrupted(what: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const interrupted = new AbortController();
  const interrupt = (): void => {
    // A second time: at once. Servers of the lab end by themselves when this process is gone, others with its end.
    if (interrupted.signal.aborted) process.exit(EXIT.interrupted);
    interrupted.abort(new Error('interrupted'));
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    await what(interrupted.signal);
  } catch (failure) {
    if (failure instanceof NothingToMeasureError) {
      process.stderr.write(`Nothing could be measured: ${failure.message}.\n`);
      process.exitCode = EXIT.noValidResult;
      return;
    }
    if (!interrupted.signal.aborted) throw failure;
    const kept = failure instanceof InterruptedError ? failure.message : 'no result';
    process.stderr.write(`Interrupted: ${kept}.\n`);
    process.exitCode = EXIT.interrupted;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
