import type { Millis } from '../../servers/protocol/units.ts';

/** A signal that is aborted with any of `outer`, and what takes it off them again, however long they live. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
  release(): void;
}

export function linkSignals(outer: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController();
  const abort = (event: Event): void => controller.abort((event.target as AbortSignal).reason);
  for (const signal of outer) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    release() {
      for (const signal of outer) signal.removeEventListener('abort', abort);
    },
  };
}

/** What `promise` comes to, or the signal's reason as soon as it is aborted. */
export async function raced<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let abort!: () => void;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. 0 or less resolves at once. */
export function sleep(ms: Millis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    if (ms <= 0) {
      resolve();
      return;
    }
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
