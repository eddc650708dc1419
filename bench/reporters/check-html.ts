import type { CheckResult } from '../check/check-result.ts';
import { METRICS } from '../check/statistics/boot-figures.ts';
import { calledSides, verdictLines, verdictSentences } from './check-words.ts';
import { checkFacts } from './facts.ts';
import { capitalise } from './format.ts';
import { escape } from './html/escape.ts';
import { intervals } from './html/intervals.ts';
import { page } from './html/page.ts';
import { repetition, tableOf } from './html/tables.ts';

/** A check as a page that can be sent around: one file, which loads nothing and runs nothing. */
export function checkHtml(result: CheckResult): string {
  const [headline, ...sentences] = verdictSentences(result);
  const { findings, environment } = result;
  const { base, candidate } = calledSides(result);
  const rows = verdictLines(result).map(({ outcome, transport, what, ...cells }) => {
    const { estimate, interval, budget, acceptable, basis } = cells;
    const name = `<th scope="row">${escape(`${transport}, ${what}`)}</th>`;
    const state = outcome === 'regression' ? ' class="alarm"' : '';
    const values = [estimate, interval, budget, acceptable].map((cell) => `<td>${escape(cell)}</td>`).join('');
    return `<tr>${name}<td${state}>${outcome}</td>${values}<td class="basis">${escape(basis)}</td></tr>`;
  });
  const measured = METRICS.filter((metric) => findings.some((finding) => finding.metric === metric));
  const head = ['', 'outcome', 'candidate', 'truth within', 'budget', 'passes below', '']
    .map((cell) => `<th>${cell}</th>`)
    .join('');
  const figures =
    findings.length === 0
      ? ''
      : `<section>
<h2>In pictures</h2>
<div class="figures">
${measured.map((metric) => intervals(findings, metric)).join('\n')}
</div>
</section>
`;
  return page(
    headline!,
    `<header>
<h1>${escape(capitalise(`${candidate} against ${base}`))}</h1>
</header>
<section class="verdict">
${[headline!, ...sentences].map((sentence) => `<p>${escape(sentence)}</p>`).join('\n')}
</section>
${figures}<section>
<h2>Line by line</h2>
${tableOf(head, rows)}
</section>
<section>
<h2>Repeat it</h2>
${repetition(environment, checkFacts(result))}
</section>`,
  );
}
