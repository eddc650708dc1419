import { SHORTEST_SERIES } from '../check/statistics/change-points.ts';
import type { Trend } from '../check/trend.ts';
import { difference, METRIC_LABELS } from './check-words.ts';
import { list } from './format.ts';
import { labelOf } from './label.ts';

/** Where levels changed, a line each; and that the others did not. */
export function trendText(trends: readonly Trend[]): string {
  const changed = trends.filter(({ levels }) => levels.length > 1);
  const lines = changed.map(({ base, transport, metric, levels, isRegression }) => {
    const steps = levels.map(({ since, results, mean }, i) => {
      const when = i === 0 ? 'at first' : `since ${since.slice(0, 10)}`;
      return `${difference(metric, mean)} ${when} (${results} results)`;
    });
    return `${isRegression ? 'FAIL' : 'note'}  ${labelOf(transport)}, ${METRIC_LABELS[metric]}, against ${base}: ${list(steps)}`;
  });
  if (trends.every(({ isTooShort }) => isTooShort))
    return `There are too few results to say anything yet: it takes ${SHORTEST_SERIES} against the same base.`;
  const steady = trends.length - changed.length;
  const rest = `${changed.length === 0 ? 'Nothing has changed' : `${steady} of ${trends.length} figures have not changed`} from result to result.`;
  return [...lines, rest].join('\n');
}
