import { crossovers, noCrossovers } from '../sweep/crossovers.ts';
import { nameOf, type SweepResult, transportsOf } from '../sweep/sweep-result.ts';
import { list } from './format.ts';
import { escape } from './html/escape.ts';
import { HATCHING, heatMaps } from './html/heat-maps.ts';
import { marksOf } from './html/marks.ts';
import { METRICS } from './metrics.ts';
import { page } from './html/page.ts';
import { sweepLines } from './html/sweep-lines.ts';
import { sweepTable } from './html/sweep-table.ts';
import { repetition } from './html/tables.ts';
import { sweepHeadlines } from './headline.ts';

/** A sweep as a page that can be sent around: one file, which loads nothing and runs nothing. */
export function sweepHtml(sweep: SweepResult): string {
  const { axes, cells, environment } = sweep;
  const [runs, settings] = sweepHeadlines(sweep);
  const title = `How fresh, and at what cost, over ${list(axes.map(({ flag }) => nameOf(flag)))}`;
  const invalid = cells.flatMap(({ result }) => result.summary).filter(({ valid }) => !valid).length;
  const body = `${HATCHING}
<header>
<h1>${escape(title)}</h1>
<p class="settings">${escape(runs)}<br>${escape(settings)}</p>
</header>
<section class="verdict">
${crossings(sweep)}
</section>
<section>
<h2>In pictures</h2>
${invalid === 0 ? '' : `<p>${invalid} of the findings do not count; they are marked, and the table says why.</p>\n`}<div class="figures">
${figures(sweep)}
</div>
</section>
<section>
<h2>All runs</h2>
${sweepTable(sweep)}
</section>
<section>
<h2>Repeat it</h2>
${repetition(environment)}
</section>`;
  return page(title, body);
}

/** More than these would hide the figures; the rest can be unfolded. */
const SHOWN = 8;

function crossings(sweep: SweepResult): string {
  const sentences = crossovers(sweep);
  if (sentences.length === 0) return `<p>${noCrossovers(sweep)}</p>`;
  const more = sentences.slice(SHOWN);
  const folded =
    more.length === 0 ? '' : `\n<details><summary>${more.length} more</summary>\n${itemList(more)}\n</details>`;
  return `<p>Where one transport overtakes another, on straight lines between the runs:</p>
${itemList(sentences.slice(0, SHOWN))}${folded}`;
}

function itemList(sentences: readonly string[]): string {
  return `<ul>\n${sentences.map((sentence) => `<li>${escape(sentence)}</li>`).join('\n')}\n</ul>`;
}

function figures(sweep: SweepResult): string {
  if (sweep.axes.length === 0) return '';
  const marks = marksOf(transportsOf(sweep));
  return METRICS.map((metric) =>
    sweep.axes.length === 1 ? sweepLines(sweep, metric, marks) : heatMaps(sweep, metric),
  ).join('\n');
}
