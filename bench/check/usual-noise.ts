import type { Metric } from './statistics/boot-figures.ts';
import type { Prior } from './statistics/prior.ts';

/** Of a standard deviation, which is what one can picture: 0.05 is a twentieth from boot to boot. */
const of = (standardDeviation: number, degreesOfFreedom: number): Prior => ({
  variance: standardDeviation ** 2,
  degreesOfFreedom,
});

/**
 * How figures of the default schedule vary from boot to boot where no ledger says it: as they did in the 40 checks of the
 * lab against itself that bench/METHOD.md tells of, on a virtual machine with two cores. On another machine they vary
 * otherwise. That is found out, as with a ledger that no longer fits: a noisier one is met with wider bounds, a quieter
 * one with bounds that are wider than they need be.
 */
export const USUAL_NOISE: Readonly<Record<string, Readonly<Record<Metric, Prior>>>> = {
  'short-polling': { p50: of(0.038, 31), p95: of(0.076, 5), p99: of(0.0078, 31) },
  'long-polling': { p50: of(0.03, 31), p95: of(0.096, 31), p99: of(0.0054, 31) },
  websocket: { p50: of(0.027, 4), p95: of(0.103, 31), p99: of(0.0043, 3) },
};
