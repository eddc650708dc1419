import type { Millis } from '../../../../servers/protocol/units.ts';
import { type Layout, xOf } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Shape } from './shape.ts';

const STEPS_MS: readonly Millis[] = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];
const LONGEST_STEP_MS: Millis = 120_000;

/** How far apart hours of the day can stand without touching each other. */
export function axisStep({ plot, fromMs, toMs }: Layout, textPx: number): Millis {
  const most = plot.width / (textPx * 6.5);
  return STEPS_MS.find((step) => (toMs - fromMs) / step <= most) ?? LONGEST_STEP_MS;
}

/** Lines across, one at each step. */
export function drawGrid(layout: Layout, stepMs: Millis): readonly Shape[] {
  const { y, height } = layout.plot;
  return ticks(layout, stepMs).map((at) => {
    const x = xOf(layout, at);
    return { form: 'path', points: [x, y, x, y + height], isClosed: false, look: LOOKS.grid };
  });
}

/** The hours of the day along the bottom. */
export function drawAxis(layout: Layout, stepMs: Millis, textPx: number): readonly Shape[] {
  const { plot } = layout;
  return ticks(layout, stepMs).map((at) => {
    const x = xOf(layout, at);
    return {
      form: 'text',
      x,
      y: plot.y + plot.height + textPx * 1.25,
      text: clockTime(at, stepMs < 1000),
      sizePx: textPx * 0.85,
      anchor: x > plot.x + plot.width - textPx * 2 ? 'end' : 'middle',
      isBold: false,
      look: LOOKS.soft,
    };
  });
}

function ticks({ fromMs, toMs }: Layout, stepMs: Millis): readonly Millis[] {
  const first = Math.ceil(fromMs / stepMs);
  return Array.from({ length: Math.floor(toMs / stepMs) - first + 1 }, (_, i) => (first + i) * stepMs);
}

/** Local time of day: `14:03:07`, or `14:03:07.5`. */
function clockTime(at: Millis, withTenths: boolean): string {
  const date = new Date(at);
  const digits = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return digits.join(':') + (withTenths ? `.${Math.floor(date.getMilliseconds() / 100)}` : '');
}
