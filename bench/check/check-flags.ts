import { InvalidArgumentError } from 'commander';
import { parseCount } from '../../servers/protocol/quantity.ts';
import type { Millis } from '../../servers/protocol/units.ts';
import { type Metric, METRICS } from './statistics/boot-figures.ts';
import { type Budget, budgetOf, type Budgets, DEFAULT_BUDGETS } from './statistics/budget.ts';

/** Of fewer boots a variance says next to nothing. */
const FIRST_LOOK = 3;

/** Numbers of boots after which there is a look: each from the third on. */
export function looksOf(boots: number): number[] {
  return Array.from({ length: boots - FIRST_LOOK + 1 }, (_, i) => FIRST_LOOK + i);
}

/** How much a check may take. */
export interface Effort {
  readonly looks: readonly number[];
  readonly maxTimeMs: Millis;
}

/** Twice the boots in twice the time: what finer budgets and rarer stalls need. */
export function doubled({ looks, maxTimeMs }: Effort): Effort {
  return { looks: looksOf(2 * looks.at(-1)!), maxTimeMs: 2 * (maxTimeMs as number) };
}

/** @throws {InvalidArgumentError} */
export function parseBoots(text: string): number {
  const boots = parseCount(text);
  if (boots < FIRST_LOOK) throw new InvalidArgumentError(`Give at least ${FIRST_LOOK}: of fewer nothing can be told.`);
  return boots;
}

/** @throws {InvalidArgumentError} */
export function parseAlpha(text: string): number {
  const alpha = Number(text);
  if (!(alpha > 0 && alpha <= 0.2)) throw new InvalidArgumentError('Give a probability above 0 and up to 0.2.');
  return alpha;
}

const UNITS = { '%': ['ratio', 0.01], ms: ['ms', 1], pt: ['share', 0.01] } as const;

/** Reads such as `p50=5%,p95=10%,p99=+1ms`: what is not named keeps its default. @throws {InvalidArgumentError} */
export function parseBudgets(text: string): Budgets {
  const given = text.split(',').map((part): [Metric, Budget] => {
    const [, name, number, unit] = /^\s*(\w+)=\+?(\d+(?:\.\d+)?)(%|ms|pt)\s*$/.exec(part) ?? [];
    if (!METRICS.some((metric) => metric === name))
      throw new InvalidArgumentError(`"${part}" is no budget: write p50=5%, p95=1ms or p99=+1ms, with commas between.`);
    const metric = name as Metric;
    const [kind, factor] = UNITS[unit as keyof typeof UNITS];
    if (metric === 'p99' && kind === 'ratio')
      throw new InvalidArgumentError(
        'A ratio of p99 is mostly noise: give it in points, p99=0.6pt, or as a time, p99=1ms.',
      );
    if (metric !== 'p99' && kind === 'share')
      throw new InvalidArgumentError(`Points are for p99; give ${metric} in % or ms.`);
    if (Number(number) === 0) throw new InvalidArgumentError(`A budget of 0 would call noise a regression: "${part}".`);
    return [metric, budgetOf(metric, kind, Number(number) * factor)];
  });
  return { ...DEFAULT_BUDGETS, ...(Object.fromEntries(given) as Partial<Budgets>) };
}

/** Half as much of each: what `--sensitivity high` asks for. */
export function halved(budgets: Budgets): Budgets {
  const half = METRICS.map((metric) => {
    const { unit, regression } = budgets[metric];
    return [metric, budgetOf(metric, unit, regression / 2)];
  });
  return Object.fromEntries(half) as Budgets;
}
