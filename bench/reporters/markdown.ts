import type { RoundResult, RunResult } from '../result.ts';
import { environmentFacts, type Fact, scenarioFacts } from './facts.ts';
import { capitalise } from './format.ts';
import { headline } from './headline.ts';
import { labelOf } from './label.ts';
import { tableLines } from './rows.ts';
import { verdict } from './verdict.ts';

/** The result for a pull request or a wiki: GitHub-flavoured Markdown. */
export function markdown(result: RunResult): string {
  const parts = [
    escape(headline(result)),
    verdict(result)
      .map((sentence) => `- ${escape(sentence)}`)
      .join('\n'),
    table(result),
    invalidRounds(result.rounds),
    surroundings(result),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function table(result: RunResult): string {
  const { summary } = result;
  const head = summary.map(({ transport, valid }) => labelOf(transport) + (valid ? '' : ' (invalid)'));
  const hasTheory = summary.some(({ theory }) => theory !== null);
  return [
    rowOf(['', ...head.map((name) => escape(name))]),
    rowOf(['---', ...head.map(() => '--:')]),
    ...tableLines(result).map(({ label, cells }) => {
      if (cells === undefined) return rowOf([`**${escape(label)}**`, ...head.map(() => '')]);
      return rowOf([
        escape(label),
        ...cells.map(({ measured, theory }) => escape(theory === '' ? measured : `${measured} (${theory})`)),
      ]);
    }),
    ...(hasTheory
      ? ['', 'In brackets: what theory says for the same settings, were the software infinitely fast.']
      : []),
  ].join('\n');
}

export function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function invalidRounds(rounds: readonly RoundResult[]): string {
  const invalid = rounds.filter(({ valid }) => !valid);
  if (invalid.length === 0) return '';
  return [
    'Rounds that do not count:',
    '',
    ...invalid.map(
      ({ transport, round, invalidBecause }) =>
        `- ${escape(`${capitalise(labelOf(transport))}, round ${round}: ${invalidBecause.join('; ')}`)}`,
    ),
  ].join('\n');
}

function surroundings(result: RunResult): string {
  const { environment, mergedFrom = [environment] } = result;
  return [
    '<details>',
    '<summary>Settings, environment, and the command to repeat it</summary>',
    factTable(scenarioFacts(result)),
    ...mergedFrom.flatMap((each) => [fenced(each.command), factTable(environmentFacts(each))]),
    '</details>',
  ].join('\n\n');
}

export function factTable(facts: readonly Fact[]): string {
  const rows = facts.map(([name, value]) => `| ${escape(name)} | ${escape(value)} |`);
  return ['| | |', '| --- | --- |', ...rows].join('\n');
}

/** As code; the fence is longer than any row of backticks within. */
export function fenced(code: string): string {
  const longest = Math.max(2, ...Array.from(code.matchAll(/`+/g), ([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code}\n${fence}`;
}

/** Text as it is, on one line: nothing in it is markup, and it fits into the cell of a table. */
export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#]/g, String.raw`\$&`)
    .replaceAll(/\s*[\r\n]\s*/g, ' ');
}
