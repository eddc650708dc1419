import type { CheckResult } from '../check/check-result.ts';
import { type VerdictLine, verdictLines, verdictSentences } from './check-words.ts';
import { escape } from './html/escape.ts';

/** A check as JUnit has it, for CI systems that show test cases: one for each line of the verdict. */
export function checkJunit(result: CheckResult): string {
  const lines = verdictLines(result);
  const seconds = (result.durationMs / 1000).toFixed(1);
  const failures = lines.filter(({ outcome }) => outcome === 'regression').length;
  const skipped = lines.filter(({ outcome }) => outcome === 'inconclusive').length;
  const [headline] = verdictSentences(result);
  const isInvalid = result.outcome === 'invalid';
  const cases = isInvalid
    ? [`<testcase classname="latency" name="check"><error message="${escape(headline!)}"/></testcase>`]
    : lines.map((line) => caseOf(line));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="transport-lab check" tests="${cases.length}" failures="${failures}" errors="${isInvalid ? 1 : 0}" skipped="${skipped}" time="${seconds}">
${cases.join('\n')}
</testsuite>
`;
}

function caseOf({ outcome, transport, what, estimate, interval, budget, basis }: VerdictLine): string {
  const within = interval === '' ? '' : `, within ${interval}`;
  const message = escape(`${estimate}${within}; budget ${budget}; ${basis}`);
  const content = {
    pass: '',
    regression: `<failure message="${message}"/>`,
    inconclusive: `<skipped message="${message}"/>`,
  };
  return `<testcase classname="latency.${escape(transport)}" name="${escape(what)}">${content[outcome]}</testcase>`;
}
