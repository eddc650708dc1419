import { describe, expect, test } from '@jest/globals';
import { csv } from '../../../bench/reporters/csv.ts';
import { hdr } from '../../../bench/reporters/hdr.ts';
import { headline } from '../../../bench/reporters/headline.ts';
import { labelOf } from '../../../bench/reporters/label.ts';
import { markdown } from '../../../bench/reporters/markdown.ts';
import { text } from '../../../bench/reporters/text.ts';
import { fakeResult } from './fake-result.ts';

const STRANGE = '<script>alert("1, | 2")</script>';
const transports = ['short-polling', 'long-polling', 'websocket', STRANGE];
const because = 'held up, "badly":\n<script>';
const result = fakeResult({ transports, rounds: 2, scenario: { pairs: 5 }, invalid: { 'long-polling/2': because } });

test('a transport that is not the lab’s own is called by its name', () => {
  expect(transports.map((name) => labelOf(name))).toEqual(['short polling', 'long polling', 'WebSocket', STRANGE]);
  expect(labelOf('toString')).toBe('toString');
  expect(text(result)).toContain(STRANGE);
});

test('the headline speaks of polls where one of the transports that take part goes by their interval', () => {
  const of = (...names: string[]) => headline(fakeResult({ transports: names }));
  expect(of('websocket', 'short-polling')).toContain('a poll every 1s');
  expect(of('long-polling', 'websocket', STRANGE)).not.toContain('poll');
});

describe('markdown', () => {
  const report = markdown(result);

  test('names every transport, and lets nothing in a name be markup', () => {
    for (const name of ['short polling', 'long polling', 'WebSocket', 'alert("1, \\| 2")'])
      expect(report).toContain(name);
    // The command stands as code, where nothing is markup.
    expect(report.replace(/^(`{3,})\n.*\n\1$/m, '')).not.toContain('<script>');
  });

  test('has a table with as many cells in each row as there are transports', () => {
    const rows = report.split('\n').filter((line) => /^\|.*\|$/.test(line) && !line.includes('commit'));
    const wide = rows.filter((row) => row.split(/(?<!\\)\|/).length === transports.length + 3);
    expect(wide.length).toBeGreaterThan(20);
    expect(wide[1]).toBe('| --- | --: | --: | --: | --: |');
  });

  test('says which rounds do not count, and why, on a line', () => {
    expect(report).toContain('- Long polling, round 2: held up, "badly": &lt;script&gt;\n');
    expect(markdown(fakeResult({ rounds: 1, scenario: { pairs: 5 } }))).not.toContain('do not count');
  });

  test('a command with backticks does not end its fence', () => {
    const command = 'a ``` b';
    expect(markdown({ ...result, environment: { ...result.environment, command } })).toContain(
      `\`\`\`\`\n${command}\n\`\`\`\``,
    );
  });
});

describe('csv', () => {
  const [head, ...lines] = parse(csv(result));

  test('has one line a round, and as many fields in each', () => {
    expect(lines).toHaveLength(result.rounds.length);
    for (const line of lines) expect(line).toHaveLength(head!.length);
    expect(new Set(head).size).toBe(head!.length);
  });

  test('what is read back is what was measured, named as in the JSON', () => {
    for (const [index, round] of result.rounds.entries()) {
      const read = Object.fromEntries(head!.map((name, column) => [name, lines[index]![column]]));
      expect(read).toMatchObject({
        round: String(round.round),
        transport: round.transport,
        valid: String(round.valid),
        invalidBecause: round.invalidBecause.join('; '),
        'completeness.sent': String(round.completeness.sent),
        'latencyMs.p999': String(round.latencyMs!.p999),
        'sendLagMs.max': String(round.sendLagMs!.max),
        'freshnessMs.meanAge': String(round.freshnessMs.meanAge),
        'cost.emptyShare': round.cost.emptyShare === null ? '' : String(round.cost.emptyShare),
        'cost.serverRssBytes': String(round.cost.serverRssBytes),
      });
    }
  });

  test('has every figure that the result has', () => {
    const { completeness, latencyMs, deliveryLegMs, sendLegMs, sendLagMs, freshnessMs, cost } = result.rounds[0]!;
    const groups = { completeness, latencyMs, deliveryLegMs, sendLegMs, sendLagMs, freshnessMs, cost };
    const names = Object.entries(groups).flatMap(([group, figures]) =>
      Object.keys(figures!).map((name) => `${group}.${name}`),
    );
    expect(head!.slice(4)).toEqual(names);
  });

  test('where there is no figure the field is empty', () => {
    const [round] = result.rounds;
    const [names, values] = parse(csv({ ...result, rounds: [{ ...round!, deliveryLegMs: null }] }));
    expect(values![names!.indexOf('deliveryLegMs.p50')]).toBe('');
  });

  /** As RFC 4180 has it. */
  function parse(report: string): string[][] {
    expect(report.endsWith('\r\n')).toBe(true);
    const fields = Array.from(report.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g));
    const rows: string[][] = [[]];
    for (const [, quoted, bare, end] of fields) {
      rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
      if (end === '\r\n') rows.push([]);
    }
    return rows.slice(0, -1);
  }
});

describe('hdr', () => {
  const sections = hdr(result).split(/^(?=# )/m);

  test('has the percentiles of every transport, up to the last of its messages in the rounds that count', () => {
    expect(sections).toHaveLength(transports.length);
    for (const [index, name] of transports.entries()) {
      const counted = result.rounds.filter(({ transport, valid }) => valid && transport === name);
      const messages = counted.reduce((sum, { completeness }) => sum + completeness.delivered, 0);
      const [title, head, ...lines] = sections[index]!.trim().split('\n');
      expect(title).toContain(labelOf(name));
      expect(head!.trim().split(/\s+/)).toEqual(['Value', 'Percentile', 'TotalCount', '1/(1-Percentile)']);
      const [value, percentile, total] = lines
        .findLast((line) => /^ *\d/.test(line))!
        .trim()
        .split(/\s+/);
      expect(Number(percentile)).toBe(1);
      expect(Number(total)).toBe(messages);
      // Three digits, in ms.
      const slowest = Math.max(...counted.map(({ latencyMs }) => latencyMs!.max));
      expect(Math.abs(Number(value) / slowest - 1)).toBeLessThan(0.002);
      expect(lines.at(-2)).toContain(`Total count    = ${String(messages).padStart(12)}`);
    }
  });

  test('says what is invalid, and where no round counts', () => {
    const spoilt = fakeResult({
      transports: ['websocket'],
      rounds: 1,
      scenario: { pairs: 5 },
      invalid: { 'websocket/1': 'busy\nmachine' },
    });
    expect(hdr(spoilt)).toBe(
      '# WebSocket (invalid: 0 of 1 rounds count, at least 1 must; busy machine): no round counts\n',
    );
  });
});
