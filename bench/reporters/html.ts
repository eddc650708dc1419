import type { RunResult } from '../result.ts';
import { list } from './format.ts';
import { headline } from './headline.ts';
import { costBars } from './html/costs.ts';
import { latencyCdf } from './html/cdf.ts';
import { escape } from './html/escape.ts';
import { marksOf } from './html/marks.ts';
import { latencyOverTime } from './html/over-time.ts';
import { page } from './html/page.ts';
import { percentileCurves } from './html/percentiles.ts';
import { ageSawtooth } from './html/sawtooth.ts';
import { completenessTable, keyFigures, surroundings, validityList } from './html/tables.ts';
import { theoryFigure, theoryTable } from './html/theory.ts';
import { labelOf } from './label.ts';
import { merged } from './merged.ts';
import { verdict } from './verdict.ts';

/** The result as a page that can be sent around: one file, which loads nothing and runs nothing. */
export function html(result: RunResult): string {
  const names = result.summary.map(({ transport }) => transport);
  const title = `How fresh, and at what cost: ${list(names.map((name) => labelOf(name)))}`;
  const body = `<header>
<h1>${escape(title)}</h1>
<p class="settings">${escape(headline(result))}</p>
</header>
<section class="verdict">
${verdict(result)
  .map((sentence) => `<p>${escape(sentence)}</p>`)
  .join('\n')}
</section>
${sections(result)
  .map(([heading, content]) => `<section>\n<h2>${escape(heading)}</h2>\n${content}\n</section>`)
  .join('\n')}`;
  return page(title, body);
}

function sections(result: RunResult): (readonly [heading: string, content: string])[] {
  const { summary, rounds } = result;
  const marks = marksOf(summary.map(({ transport }) => transport));
  return [
    ['Key figures', `${keyFigures(result, marks)}${summary.some(({ theory }) => theory !== null) ? BRACKETS : ''}`],
    ['In pictures', figures()],
    ['Theory against measurement', theoryTable(summary.filter(({ valid }) => valid))],
    ['Completeness', completenessTable(summary)],
    ['Validity', validityList(rounds)],
    ['Repeat it', surroundings(result)],
  ];

  function figures(): string {
    // What doesn't count is told about, not drawn.
    const drawn = summary.filter(({ valid }) => valid);
    if (drawn.length === 0) return '<p>Nothing counts, so there is nothing to draw.</p>';
    const names: readonly string[] = drawn.map(({ transport }) => transport);
    const shown = { ...result, summary: drawn, rounds: rounds.filter(({ transport }) => names.includes(transport)) };
    const latencies = new Map(names.map((name) => [name, merged(result, name, 'latency')]));
    return `<div class="figures">\n${[
      percentileCurves(drawn, latencies, marks),
      latencyCdf(latencies, marks),
      latencyOverTime(shown, marks),
      ageSawtooth(shown, marks),
      costBars(drawn, marks),
      theoryFigure(drawn, marks),
    ].join('\n')}\n</div>`;
  }
}

const BRACKETS =
  '\n<p class="note">In brackets: what theory says for the same settings, were the software infinitely fast.</p>';
