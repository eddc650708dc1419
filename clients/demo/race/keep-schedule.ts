import type { Schedule } from '../../../bench/schedule.ts';
import type { Millis } from '../../../servers/protocol/units.ts';

/** By how much a message may be late, after a rest of the page; those that are later are left out. */
const LATEST_MS: Millis = 1000;

/**
 * Calls `send` with the number of each message of a schedule, from 0, when it is due, until the returned function is
 * called.
 */
export function keepSchedule(schedule: Schedule, send: (index: number) => void): () => void {
  const startedAt = performance.now();
  let index = 0;
  let dueAt = startedAt + schedule.intendedAtMs(index);
  let timer = setTimeout(sendDue, dueAt - startedAt);
  return () => clearTimeout(timer);

  function sendDue(): void {
    const now = performance.now();
    // All of them at once: a busy page gets round to its timers less often than there is something to send.
    while (dueAt <= now) {
      if (now - dueAt < LATEST_MS) send(index);
      index += 1;
      dueAt = startedAt + schedule.intendedAtMs(index);
    }
    timer = setTimeout(sendDue, dueAt - now);
  }
}
