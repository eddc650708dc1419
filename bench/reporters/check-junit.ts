import type { CheckResult } from '../check/check-result.ts';
import { type VerdictLine, verdictLines, verdictSentences } from './check-words.ts';
import { escape } from './html/escape.ts';

const ELEMENTS = { pass: null, regression: 'failure', inconclusive: 'skipped', invalid: 'error' } as const;
type Element = (typeof ELEMENTS)[keyof typeof ELEMENTS];

interface Case {
  readonly group: string;
  readonly name: string;
  readonly element: Element;
  readonly message: string;
}

/**
 * A check as JUnit has it, for CI systems that show test cases: one for the verdict, and one for each line of it.
 *
 * @param isStrict Whether a verdict that could not be told has failed; else it is skipped.
 */
export function checkJunit(result: CheckResult, isStrict: boolean): string {
  const { outcome, durationMs } = result;
  const verdict = {
    group: 'latency',
    name: 'verdict',
    element: isStrict && outcome === 'inconclusive' ? 'failure' : ELEMENTS[outcome],
    message: verdictSentences(result).join(' '),
  } as const;
  const lines = outcome === 'invalid' ? [] : verdictLines(result).map((line) => caseOfLine(line));
  const cases = [verdict, ...lines];
  const count = (element: Element): number => cases.filter((each) => each.element === element).length;
  const counts = `failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuite name="transport-lab check" tests="${cases.length}" ${counts} time="${(durationMs / 1000).toFixed(1)}">
${cases.map((each) => testCase(each)).join('\n')}
</testsuite>
`;
}

function caseOfLine({ outcome, transport, what, estimate, interval, budget, basis }: VerdictLine): Case {
  const within = interval === '' ? '' : `, within ${interval}`;
  const message = `${estimate}${within}; budget ${budget}; ${basis}`;
  return { group: `latency.${transport}`, name: what, element: ELEMENTS[outcome], message };
}

function testCase({ group, name, element, message }: Case): string {
  const content = element === null ? '' : `<${element} message="${escape(message)}"/>`;
  return `<testcase classname="${escape(group)}" name="${escape(name)}">${content}</testcase>`;
}
