import { useEffect, useState } from 'preact/hooks';
import type { Millis } from '../../../servers/protocol/units.ts';

/** Faster than this nobody reads a figure. */
export const PULSE_MS: Millis = 250;

/** Who wants little motion is shown new figures once a second. */
const CALM_PULSE_MS: Millis = 1000;

const calm = matchMedia('(prefers-reduced-motion: reduce)');

export function wantsLittleMotion(): boolean {
  return calm.matches;
}

/** Shows a component anew every so often, for what moves by itself. */
export function usePulse(everyMs: Millis = PULSE_MS): void {
  const [, beat] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => beat((n) => n + 1), Math.max(everyMs, wantsLittleMotion() ? CALM_PULSE_MS : 0));
    return () => clearInterval(timer);
  }, [everyMs]);
}
