import { describe, expect, test } from '@jest/globals';
import { figuresOf } from '../../bench/figures.ts';
import { Histogram } from '../../bench/histogram.ts';
import { summarise } from '../../bench/summary.ts';
import { addTallies, type Tally } from '../../bench/tally.ts';
import { type Circumstances, LIMITS, type Reason, reasonsAgainst } from '../../bench/validity.ts';

function histogramOf(...values: number[]): Histogram {
  const histogram = Histogram.empty();
  for (const value of values) histogram.record(value);
  return histogram;
}

function tallyOf(messages: number, latencyMs: number, change: Partial<Tally['completeness']> = {}): Tally {
  const latency = histogramOf(...Array.from({ length: messages }, () => latencyMs));
  return {
    completeness: {
      sent: messages,
      delivered: messages,
      lost: 0,
      duplicatedOnWire: 0,
      duplicatedShown: 0,
      outOfOrder: 0,
      gaps: 0,
      ...change,
    },
    latency,
    sendLag: histogramOf(0.1),
    sendLeg: Histogram.empty(),
    deliveryLeg: latency,
    age: { area: 100 * messages, span: messages, peakSum: 200 * messages, peaks: messages },
    cost: {
      windowMs: 1000,
      deliveries: messages,
      requests: 2 * messages,
      pages: 2 * messages,
      emptyPages: messages,
      bytesUp: 10 * messages,
      bytesDown: 20 * messages,
      publishRequests: messages,
      publishBytesUp: 30 * messages,
      publishBytesDown: 40 * messages,
      serverCpuMicros: 50 * messages,
    },
    serverRssBytes: messages,
    linkError: Histogram.empty(),
  };
}

const fine: Circumstances = {
  loopDelayP99Ms: 1,
  linkErrorP99Ms: null,
  serverRestarted: false,
  foreignCpuShare: 0.1,
  lostInWarmup: 0,
  publishFailure: null,
  unsent: 0,
  outstanding: 0,
  drainMs: 20,
  longestWayMs: 1000,
  generatorCpuShare: 0.5,
  serverCpuShare: 0.25,
};
const kinds = (tally: Tally, circumstances: Partial<Circumstances> = {}): string[] =>
  reasonsAgainst(figuresOf(tally), { ...fine, ...circumstances }).map(({ kind }) => kind);

describe('what keeps a round from counting', () => {
  test('nothing, where all is well', () => {
    expect(kinds(tallyOf(100, 1))).toEqual([]);
  });

  test.each([
    ['restart', { serverRestarted: true }],
    ['refusal', { publishFailure: 'too large' }],
    ['loss', { lostInWarmup: 1 }],
    ['stall', { loopDelayP99Ms: 50.1 }],
    ['link', { linkErrorP99Ms: LIMITS.linkErrorP99Ms + 0.1 }],
    ['foreign-cpu', { foreignCpuShare: 0.51 }],
    ['overload', { unsent: 1 }],
    ['backlog', { outstanding: 1 }],
    ['backlog', { drainMs: 1501 }],
  ] as const)('%s', (kind, circumstances) => {
    expect(kinds(tallyOf(100, 1), circumstances)).toEqual([kind]);
  });

  test('a lost message', () => {
    expect(kinds(tallyOf(100, 1, { lost: 1 }))).toEqual(['loss']);
  });

  test('too few samples', () => {
    expect(kinds(tallyOf(19, 1))).toEqual(['samples']);
    expect(kinds(tallyOf(20, 1))).toEqual([]);
  });

  test('a generator that is late all the time could not keep up; one that is late now and then was held up', () => {
    const sendLag = (typical: number, worst: number): Tally => ({
      ...tallyOf(100, 1),
      sendLag: Histogram.merge([
        ...Array.from({ length: 97 }, () => histogramOf(typical)),
        ...Array.from({ length: 3 }, () => histogramOf(worst)),
      ]),
    });
    expect(kinds(sendLag(4.9, 49))).toEqual([]);
    expect(kinds(sendLag(0.1, 51))).toEqual(['stall']);
    expect(kinds(sendLag(5.1, 300))).toEqual(['overload']);
  });

  test('each says in words what is wrong, and what to do where something can be done', () => {
    const reasons = reasonsAgainst(figuresOf({ ...tallyOf(1, 1), sendLag: histogramOf(50) }), {
      ...fine,
      loopDelayP99Ms: 50,
      foreignCpuShare: 0.9,
    });
    for (const { text } of reasons) expect(text).toMatch(/(raise|lower|end them)/);
    expect(reasons).toHaveLength(3);
  });
});

describe('it says who could not keep up', () => {
  const late = { ...tallyOf(100, 1), sendLag: histogramOf(1200) };
  const said = (tally: Tally, circumstances: Partial<Circumstances>): string[] =>
    reasonsAgainst(figuresOf(tally), { ...fine, ...circumstances }).map(({ text }) => text);

  test('the generator: at the end of its strength, or kept from the machine', () => {
    expect(said(late, { generatorCpuShare: 1.02 })).toEqual([
      'the generator could not keep up: half of the messages left 1.2 s late or more, and it used 102 % of a core; lower --rate or --pairs',
    ]);
    expect(said(late, { generatorCpuShare: 0.3, foreignCpuShare: 0.8, unsent: 7 })).toEqual([
      'the generator could not keep up: half of the messages left 1.2 s late or more, 7 never did, and it used 30 % of a core; lower --rate or --pairs',
      'other programs used 80 % of the machine; end them, or measure later',
    ]);
  });

  test('the server, where it is busy; else the way to it and from it', () => {
    expect(said(tallyOf(100, 1), { outstanding: 9, serverCpuShare: 0.99 })).toEqual([
      'the server could not keep up: messages piled up, and it used 99 % of a core; lower --rate, --pairs or --payload',
    ]);
    expect(said(tallyOf(100, 1), { drainMs: 2300, serverCpuShare: 0.12 })).toEqual([
      'messages piled up on their way, the last message arrived 2.3 s after it was sent, though the server used 12 % of a core; lower --rate, --pairs or --payload',
    ]);
    expect(said(tallyOf(100, 1), { outstanding: 9, serverCpuShare: null })).toEqual([
      'messages piled up, in the server or on their way; lower --rate, --pairs or --payload',
    ]);
  });

  test('behind a generator that is late everything is late: the others are not blamed for it', () => {
    expect(kinds(late, { drainMs: 9000 })).toEqual(['overload']);
    expect(kinds(late, { outstanding: 1 })).toEqual(['overload', 'backlog']);
  });

  test('who waits for a poll, or for a link, has not piled up', () => {
    expect(kinds(tallyOf(100, 1), { drainMs: 10_400, longestWayMs: 10_000 })).toEqual([]);
  });
});

describe('the summary of rounds', () => {
  const judged = (round: number, tally: Tally, ...reasons: Reason[]) =>
    ({ transport: 'websocket', round, tally, traces, reasons }) as const;
  const traces = { timeline: { everyMs: 100, p50: [], max: [] }, sawtooth: [] };
  const late: Reason = { kind: 'stall', text: 'late' };

  test('adds histograms and sums, and never averages percentiles', () => {
    const { latencyMs, freshnessMs, cost, completeness } = summarise(
      'websocket',
      [judged(1, tallyOf(900, 1)), judged(2, tallyOf(100, 100))],
      2,
    );
    // The mean of the two medians would be 50.5.
    expect(latencyMs!.p50).toBe(1);
    expect(latencyMs!.p99).toBeCloseTo(100, 0);
    expect(latencyMs!.mean).toBeCloseTo(10.9, 1);
    expect(freshnessMs).toEqual({ meanAge: 100, meanPeakAge: 200 });
    expect(cost).toEqual({
      requestsPerMessage: 2,
      emptyShare: 0.5,
      bytesUpPerMessage: 10,
      bytesDownPerMessage: 20,
      publishRequestsPerMessage: 1,
      publishBytesUpPerMessage: 30,
      publishBytesDownPerMessage: 40,
      serverCpuMicrosPerMessage: 50,
      serverRssBytes: 900,
    });
    expect(completeness.sent).toBe(1000);
  });

  test('an invalid round is never averaged in', () => {
    const finding = summarise('websocket', [judged(1, tallyOf(100, 1)), judged(2, tallyOf(100, 99), late)], 1);
    expect(finding).toMatchObject({ valid: true, invalidBecause: [], latencyMs: { max: 1 } });
  });

  test('with too few rounds that count there is no finding, and it says why, each kind of reason once', () => {
    const rounds = [judged(1, tallyOf(100, 1), late), judged(2, tallyOf(100, 1), { kind: 'stall', text: 'later' })];
    const finding = summarise('websocket', rounds, 1);
    expect(finding.valid).toBe(false);
    expect(finding.invalidBecause).toEqual(['0 of 2 rounds count, at least 1 must', 'late']);
    expect(finding.latencyMs).toBeNull();
    expect(finding.freshnessMs).toEqual({ meanAge: null, meanPeakAge: null });
    expect(finding.cost.requestsPerMessage).toBeNull();
  });

  test('reasons are told in the order in which they came up', () => {
    const slow: Reason = { kind: 'overload', text: 'slow' };
    const finding = summarise(
      'websocket',
      [judged(1, tallyOf(100, 1), slow, late), judged(2, tallyOf(100, 1), late)],
      1,
    );
    expect(finding.invalidBecause).toEqual(['0 of 2 rounds count, at least 1 must', 'slow', 'late']);
  });

  test('a message that had not arrived in time is not made good either, nor called lost', () => {
    const slow = judged(1, tallyOf(100, 1, { delivered: 60 }), { kind: 'backlog', text: 'piled up' });
    const rounds = [slow, judged(2, tallyOf(100, 1)), judged(3, tallyOf(100, 1))];
    expect(summarise('websocket', rounds, 2)).toMatchObject({
      valid: false,
      invalidBecause: ['40 of 300 messages had not arrived in time'],
    });
  });

  test('a lost message is not made good by leaving its round out', () => {
    const lossy = judged(1, tallyOf(100, 1, { delivered: 99, lost: 1 }), { kind: 'loss', text: '1 lost' });
    const finding = summarise('websocket', [lossy, judged(2, tallyOf(100, 1))], 1);
    expect(finding.valid).toBe(false);
    expect(finding.completeness).toMatchObject({ sent: 200, delivered: 199, lost: 1 });
    expect(finding.invalidBecause).toEqual(['1 of 200 messages were lost']);
    expect(summarise('websocket', [lossy], 1).invalidBecause).toEqual([
      '1 of 100 messages were lost',
      '0 of 1 rounds count, at least 1 must',
    ]);
  });

  test('nor is one of the warm-up, nor one that was refused', () => {
    for (const kind of ['loss', 'refusal'] as const) {
      const lossy = judged(1, tallyOf(100, 1), { kind, text: 'it did not arrive' });
      const finding = summarise('websocket', [lossy, judged(2, tallyOf(100, 1)), judged(3, tallyOf(100, 1))], 2);
      expect(finding).toMatchObject({ valid: false, invalidBecause: ['it did not arrive'] });
    }
  });

  test('of a server that tells nothing, nothing is made up', () => {
    const silent = { ...tallyOf(100, 1), serverRssBytes: null };
    const known = tallyOf(100, 1);
    const sum = addTallies([{ ...silent, cost: { ...silent.cost, serverCpuMicros: null } }, known]);
    expect(figuresOf(sum).cost).toMatchObject({ serverCpuMicrosPerMessage: null, serverRssBytes: 100 });
  });

  test('who asks for nothing has no share of empty answers', () => {
    const tally = tallyOf(100, 1);
    const pushed = { ...tally, cost: { ...tally.cost, requests: 0 } };
    expect(figuresOf(pushed).cost).toMatchObject({ requestsPerMessage: 0, emptyShare: null });
  });
});
