import { InvalidArgumentError } from 'commander';
import { parseCount } from '../../servers/protocol/quantity.ts';
import { type Metric, METRICS } from './statistics/boot-figures.ts';
import { type Budget, budgetOf, type Budgets, DEFAULT_BUDGETS } from './statistics/budget.ts';

/** Boots between two looks; of fewer, three or so, a variance says next to nothing. */
const PER_LOOK = 3;

/** Numbers of boots after which there is a look: every third, and the last. */
export function looksOf(boots: number): number[] {
  const looks = Array.from({ length: Math.floor(boots / PER_LOOK) }, (_, i) => PER_LOOK * (i + 1));
  return looks.at(-1) === boots ? looks : [...looks, boots];
}

/** @throws {InvalidArgumentError} */
export function parseBoots(text: string): number {
  const boots = parseCount(text);
  if (boots < PER_LOOK) throw new InvalidArgumentError(`Give at least ${PER_LOOK}: of fewer nothing can be told.`);
  return boots;
}

/** @throws {InvalidArgumentError} */
export function parseAlpha(text: string): number {
  const alpha = Number(text);
  if (!(alpha > 0 && alpha <= 0.2)) throw new InvalidArgumentError('Give a probability above 0 and up to 0.2.');
  return alpha;
}

const UNITS = { '%': ['ratio', 0.01], ms: ['ms', 1], pt: ['share', 0.01] } as const;

/** Reads such as `p50=5%,p95=+1ms,p99=0.6pt`: what is not named keeps its default. @throws {InvalidArgumentError} */
export function parseBudgets(text: string): Budgets {
  const given = text.split(',').map((part): [Metric, Budget] => {
    const [, name, number, unit] = /^\s*(\w+)=\+?(\d+(?:\.\d+)?)(%|ms|pt)\s*$/.exec(part) ?? [];
    if (!METRICS.some((metric) => metric === name))
      throw new InvalidArgumentError(
        `"${part}" is no budget: write p50=5%, p95=1ms or p99=0.6pt, with commas between.`,
      );
    const metric = name as Metric;
    const [kind, factor] = UNITS[unit as keyof typeof UNITS];
    if ((kind === 'share') !== (metric === 'p99')) {
      throw new InvalidArgumentError(
        metric === 'p99'
          ? 'Of p99 what counts is the share of messages beyond it, in percentage points: p99=0.6pt. Its ratio is mostly noise.'
          : `Points are for p99; give ${metric} in % or ms.`,
      );
    }
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
