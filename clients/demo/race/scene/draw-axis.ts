import type { Millis } from '../../../../servers/protocol/units.ts';
import { type Layout, xOf } from './layout.ts';
import { LOOKS } from './looks.ts';
import type { Shape } from './shape.ts';

const STEPS_MS: readonly Millis[] = [100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000];

/** The hours of the day along the bottom, and lines across. */
export function drawAxis(layout: Layout, textPx: number): readonly Shape[] {
  const { plot, fromMs, toMs, height } = layout;
  const most = plot.width / (textPx * 6.5);
  const stepMs = STEPS_MS.find((step) => (toMs - fromMs) / step <= most) ?? 120_000;
  const shapes: Shape[] = [];
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at <= toMs; at += stepMs) {
    const x = xOf(layout, at);
    shapes.push(
      { form: 'path', points: [x, plot.y, x, plot.y + plot.height], isClosed: false, look: LOOKS.grid },
      {
        form: 'text',
        x,
        y: height - textPx * 0.5,
        text: clockTime(at, stepMs < 1000),
        sizePx: textPx * 0.85,
        anchor: x > plot.x + plot.width - textPx * 2 ? 'end' : 'middle',
        isBold: false,
        look: LOOKS.soft,
      },
    );
  }
  return shapes;
}

/** Local time of day: `14:03:07`, or `14:03:07.5`. */
function clockTime(at: Millis, withTenths: boolean): string {
  const date = new Date(at);
  const digits = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return digits.join(':') + (withTenths ? `.${Math.floor(date.getMilliseconds() / 100)}` : '');
}
