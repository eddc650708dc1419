import { performance } from 'node:perf_hooks';
import type { Millis } from '../servers/protocol/units.ts';

// Both are CLOCK_MONOTONIC, so that their difference is the same for as long as the process lives.
const origin = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/**
 * The bench's only clock: monotonic, in ms, the same in every process of a Linux machine, and so the clock of a server
 * that was started with `--clock monotonic`.
 */
export function now(): Millis {
  return origin + performance.now();
}
