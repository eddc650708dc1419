import type { Environment } from '../../environment.ts';
import type { Finding, RoundResult, RunResult } from '../../result.ts';
import { environmentFacts, type Fact, scenarioFacts } from '../facts.ts';
import { capitalise } from '../format.ts';
import { labelOf } from '../label.ts';
import { tableLines } from '../rows.ts';
import { escape } from './escape.ts';
import { key } from './figure.ts';
import type { Marks } from './marks.ts';

/** All figures of all transports. */
export function keyFigures(result: RunResult, marks: Marks): string {
  const { summary } = result;
  const head = summary.map(({ transport, valid }) => {
    const name = labelOf(transport) + (valid ? '' : ' (invalid)');
    return `<th scope="col">${key(marks(transport))}${escape(name)}</th>`;
  });
  const body = tableLines(result).map(({ label, cells }) => {
    if (cells === undefined) {
      return `<tr><th scope="rowgroup" colspan="${summary.length + 1}">${escape(label)}</th></tr>`;
    }
    const figures = cells.map(({ measured, theory }) => `<td>${escape(measured)}${predicted(theory)}</td>`);
    return `<tr><th scope="row">${escape(label)}</th>${figures.join('')}</tr>`;
  });
  return tableOf(`<td></td>${head.join('')}`, body);
}

/** What theory says, beside what was measured. */
function predicted(theory: string): string {
  return theory === '' ? '' : ` <span class="theory">(${escape(theory)})</span>`;
}

const COUNTS = [
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['lost', 'lost'],
  ['duplicatedOnWire', 'twice on the wire, dropped'],
  ['duplicatedShown', 'shown twice'],
  ['outOfOrder', 'out of order'],
  ['gaps', 'gaps announced'],
] as const;

/** What would be a fault if it were not 0. */
const FAULTS: ReadonlySet<string> = new Set(['lost', 'duplicatedShown', 'outOfOrder', 'gaps']);

/** What became of the messages, of all rounds, those that don't count included. */
export function completenessTable(summary: readonly Finding[]): string {
  const body = COUNTS.map(([name, label]) => {
    const cells = summary.map(({ completeness: { [name]: count } }) => {
      return `<td${FAULTS.has(name) && count > 0 ? ' class="alarm"' : ''}>${count}</td>`;
    });
    return `<tr><th scope="row">${label}</th>${cells.join('')}</tr>`;
  });
  const head = summary.map(({ transport }) => `<th scope="col">${escape(labelOf(transport))}</th>`);
  return tableOf(`<td></td>${head.join('')}`, body);
}

/** The rounds that don't count, each with the reason. */
export function validityList(rounds: readonly RoundResult[]): string {
  const invalid = rounds.filter(({ valid }) => !valid);
  const said = `${rounds.length - invalid.length} of ${rounds.length} rounds count.`;
  if (invalid.length === 0) return `<p>${said}</p>`;
  const items = invalid.map(
    ({ transport, round, invalidBecause }) =>
      `<li><b>${escape(capitalise(labelOf(transport)))}, round ${round}:</b> ${escape(invalidBecause.join('; '))}</li>`,
  );
  return `<p>${said} Of these nothing is in the figures but what became of their messages:</p>\n<ul>${items.join('\n')}</ul>`;
}

/** The settings, and of each run that is in it the machine, and the command that makes it again. */
export function surroundings(result: RunResult): string {
  const { environment, mergedFrom = [environment] } = result;
  return [factList(scenarioFacts(result)), ...mergedFrom.map((each) => repetition(each))].join('\n');
}

/** The command that makes a run again, and where it was made. */
export function repetition(environment: Environment, facts = environmentFacts(environment)): string {
  return `<pre>${escape(environment.command)}</pre>\n${factList(facts)}`;
}

function factList(facts: readonly Fact[]): string {
  return `<dl>${facts.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`).join('\n')}</dl>`;
}

export function tableOf(head: string, body: readonly string[]): string {
  return `<div class="scroll"><table class="wide"><thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}
