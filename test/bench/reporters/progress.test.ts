import { describe, expect, test } from '@jest/globals';
import { stripVTControlCharacters } from 'node:util';
import { createProgress } from '../../../bench/reporters/progress.ts';
import type { Step } from '../../../bench/runner.ts';
import { DEFAULT_SCENARIO } from '../../../bench/scenario.ts';
import type { JudgedRound } from '../../../bench/summary.ts';
import { tallyOf } from '../../../bench/result.ts';
import { fakeResult } from './fake-result.ts';

const scenario = { ...DEFAULT_SCENARIO, transports: ['websocket'], rounds: 2, pairs: 5 };
const result = fakeResult({ transports: ['websocket'], rounds: 1, scenario: { pairs: 5 } });
const first: Step = { transport: 'websocket', round: 1, again: false };

function judged({ transport, round }: Step, ...because: string[]): JudgedRound {
  const tally = tallyOf(result.rounds[0]!);
  const { timeline, sawtooth } = result.rounds[0]!.raw;
  const reasons = because.map((text) => ({ kind: 'overload', text }) as const);
  return { transport, round, tally, traces: { timeline, sawtooth }, reasons };
}

/** A stream that keeps what is written to it, without what moves the cursor. */
function fakeStream(size: { isTTY: boolean; columns?: number; rows?: number }) {
  let written = '';
  const write = (text: string): boolean => {
    written += stripVTControlCharacters(text);
    return true;
  };
  const take = (): string => {
    const taken = written.trim();
    written = '';
    return taken;
  };
  return { stream: { ...size, write } as unknown as NodeJS.WriteStream, take };
}

describe('on a terminal', () => {
  const { stream, take } = fakeStream({ isTTY: true, columns: 100, rows: 24 });
  const progress = createProgress(scenario, stream);
  /** How full the bar is, in twentieths; and what stands beside it. */
  const shown = () => {
    const [, bar, text] = /^([█░]{20}) {2}(.*)$/.exec(take().split('\n').at(-1)!)!;
    return [bar!.replaceAll('░', '').length, text!.replaceAll(/\s+/g, ' ')];
  };

  test('the bar grows with what arrives, and what is done again comes on top', () => {
    progress.started(first);
    expect(shown()).toEqual([0, 'round 1/2 WebSocket starting']);
    progress.progressed(first, { delivered: 50, planned: 100, p50Ms: 1.5 });
    expect(shown()).toEqual([5, 'round 1/2 WebSocket delivered 50/100 p50 1.50 ms']);
    progress.ended(first, judged(first));
    const second = { ...first, round: 2 };
    progress.started(second);
    expect(shown()).toEqual([10, 'round 2/2 WebSocket starting']);
    progress.progressed(second, { delivered: 100, planned: 100, p50Ms: 1.5 });
    expect(shown()[0]).toBe(20);
    progress.ended(second, judged(second));
    const again = { ...first, again: true };
    progress.started(again);
    expect(shown()).toEqual([13, 'round 1/2, again WebSocket starting']);
    progress.progressed(again, { delivered: 50, planned: 100, p50Ms: 1.5 });
    expect(shown()[0]).toBe(17);
  });

  test('a round that does not count stays to be read, broken between words', () => {
    const words =
      'the generator could not keep up: half of the messages left 8.2 s late or more; lower --rate or --pairs';
    progress.ended(first, judged(first, words));
    const lines = take().split('\n');
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join(' ').replaceAll(/\s+/g, ' ')).toContain(`does not count: ${words}`);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });
});

test.each([
  ['elsewhere', { isTTY: false }],
  ['on a terminal without a size', { isTTY: true, columns: 0, rows: 0 }],
])('%s there is a line a round', (_, size) => {
  const { stream, take } = fakeStream(size);
  const progress = createProgress(scenario, stream);
  progress.started(first);
  progress.progressed(first, { delivered: 50, planned: 100, p50Ms: 1.5 });
  expect(take()).toBe('');
  progress.ended(first, judged(first, 'busy'));
  expect(take()).toMatch(/^round 1\/2 {2}WebSocket +delivered \d+\/\d+ {2}p50 .* {2}does not count: busy$/);
});
