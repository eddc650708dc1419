import { describe, expect, test } from '@jest/globals';
import { annotations } from '../../../bench/reporters/check-annotations.ts';
import { checkHtml } from '../../../bench/reporters/check-html.ts';
import { checkJunit } from '../../../bench/reporters/check-junit.ts';
import { checkMarkdown } from '../../../bench/reporters/check-markdown.ts';
import { checkText } from '../../../bench/reporters/check-text.ts';
import { difference } from '../../../bench/reporters/check-words.ts';
import { readCheck } from '../schemas.ts';
import { fakeCheck, INVALID, OPEN, SLOWER } from './fake-check.ts';

const all = [fakeCheck(), SLOWER, OPEN, INVALID];

test('what the reports are made of is of the schema', () => {
  for (const result of all) expect(readCheck(JSON.stringify(result))).toEqual(result);
});

test.each([
  ['p50', Math.log(1.042), '+4.2 %'],
  ['p50', Math.log(0.9), '-10.0 %'],
  ['p95', Math.log(3), '+200 %'],
  ['p99', -0.0013, '-0.13 pt'],
  ['p50', 0, '+0.0 %'],
] as const)('a difference of %s of %d is %s', (metric, value, words) => {
  expect(difference(metric, value)).toBe(words);
});

describe('the verdict as text', () => {
  test('of a pass has a line for each metric, and one for all that is counted', () => {
    const text = checkText(fakeCheck());
    expect(text).toMatch(
      /^pass +WebSocket +p50 +\+1\.0 % +-2\.0 to \+4\.1 % +\+5\.0 % +\+8\.0 % +base 2\.00\sms, 3 boots$/m,
    );
    expect(text).toMatch(/^pass +WebSocket +beyond p99 +-0\.13 pt/m);
    expect(text).toMatch(/^pass +all +stalls +2 against 1/m);
    expect(text).toMatch(/^pass +all +counts +bytes per message and waits left behind: as they were$/m);
    expect(text).toMatch(/^Pass: \. is not slower than main \(1234567\) .*\(3 boots, 31 s\)\.$/m);
  });

  test('of a regression says what is slower, by how much, and how sure that is', () => {
    const text = checkText(SLOWER).replaceAll('\n', ' ');
    expect(text).toContain('FAIL');
    expect(text).toContain('WebSocket, p50: +12.0 %, within +7.0 to +17.0 %; the budget is +5.0 %');
    expect(text).toContain('in at most 1.00 % of the checks');
  });

  test('of what could not be told says what is open, and what to do', () => {
    const text = checkText(OPEN).replaceAll('\n', ' ');
    expect(text).toContain('Still open: WebSocket p50 (-4.9 to +22.1 %).');
    expect(text).toContain('run it again on a quieter one, or raise --boots');
    expect(checkText({ ...OPEN, endedByTime: true })).toContain('raise --max-time');
  });

  test('of what is invalid says why, and nothing else', () => {
    expect(checkText(INVALID)).toMatch(/^Invalid: .*Candidate, WebSocket: 3 of 600 messages\swere lost\.$/s);
  });

  test('shows what is counted and wrong', () => {
    const counts = fakeCheck().counts.map((count) => ({ ...count, candidate: 500, outcome: 'regression' as const }));
    const text = checkText(fakeCheck({ outcome: 'regression', counts }));
    expect(text).toMatch(/^FAIL +WebSocket +bytes per message +500 against 435 +457/m);
    expect(text).toContain('WebSocket, bytes per message: 500 against 435, the budget is 457');
  });
});

test('Markdown has the verdict as its heading and the lines as a table', () => {
  const text = checkMarkdown(SLOWER);
  expect(text).toMatch(/^### Regression: /);
  expect(text).toContain('| ❌ | WebSocket | p50 | +12.0 % | +7.0 to +17.0 % | +5.0 % |');
});

test('a side with a long name, such as a command, is called by its role, and named below', () => {
  const command = `"node server.js --port 0 --some 'long option' --and another"`;
  const result = { ...SLOWER, sides: { base: 'old.mjs', candidate: command } };
  expect(checkText(result)).toContain('Regression: the candidate is worse than old.mjs by more');
  expect(checkHtml(result)).toContain('<h1>The candidate against old.mjs</h1>');
  expect(checkHtml(result)).toContain('<dt>candidate</dt><dd>&quot;node server.js --port 0 ');
  expect(checkMarkdown(result)).toMatch(/^\| candidate \| .*node server\.js --port 0 .* \|$/m);
});

test('annotations are errors for regressions, a warning where it is open, none for a pass', () => {
  expect(annotations(fakeCheck())).toBe('');
  expect(annotations(SLOWER)).toMatch(/^::error title=Latency regression::WebSocket, p50: \+12\.0 %25, within .*\n$/);
  expect(annotations(OPEN)).toMatch(/^::warning title=Latency check%3A inconclusive::Inconclusive: .*%0A.*\n$/);
  expect(annotations(INVALID)).toMatch(/^::error title=Latency check%3A invalid::Invalid: .*\n$/);
});

test('JUnit has a test case for the verdict and for each line: failed, skipped or passed', () => {
  const slower = checkJunit(SLOWER, false);
  expect(slower).toContain('tests="5" failures="2" errors="0" skipped="0" time="31.2"');
  expect(slower).toContain('<testcase classname="latency" name="verdict"><failure message="Regression: ');
  expect(slower).toContain('<testcase classname="latency.WebSocket" name="p50"><failure message="+12.0 %, within');
  expect(checkJunit(OPEN, false)).toContain('name="verdict"><skipped message="Inconclusive: ');
  expect(checkJunit(OPEN, true)).toContain('name="verdict"><failure message="Inconclusive: ');
  expect(checkJunit(INVALID, true)).toMatch(/tests="1" failures="0" errors="1".*<error message="Invalid: /s);
});

test('the page shows each metric against its budget', () => {
  const page = checkHtml(SLOWER);
  expect(page).toContain('<figure id="interval-p50">');
  expect(page.match(/<svg /g)).toHaveLength(1);
  expect(page).toContain('Regression: ');
  expect(checkHtml(INVALID)).not.toContain('<svg ');
});
