import { describe, expect, jest, test } from '@jest/globals';
import { doubled } from '../../../bench/check/check-flags.ts';
import { METRICS } from '../../../bench/check/statistics/boot-figures.ts';
import { DEFAULT_BUDGETS } from '../../../bench/check/statistics/budget.ts';
import { varianceOf } from '../../../bench/check/statistics/estimate.ts';
import {
  type BootFindings,
  judge,
  type Judgement,
  type Priors,
  type Rules,
} from '../../../bench/check/statistics/judge.ts';
import { fitPrior } from '../../../bench/check/statistics/prior.ts';
import { type Random, seeded } from '../../../bench/random.ts';
import { drawNoise, KINDS, type Planted, simulateBoot } from './simulated-boot.ts';

/*
 * How often the gate is wrong, on made-up runs: with drift, bursts, stalls and boots that differ, on machines of all
 * degrees of noise.
 */

// Thousands of boots are simulated: some fifteen seconds of a processor, which a busy machine has not always at hand.
jest.setTimeout(120_000);

const transports = KINDS.map(({ name }) => name);
const plain: Rules = {
  transports,
  budgets: DEFAULT_BUDGETS,
  looks: [3, 4, 5, 6, 7, 8, 9],
  alpha: 0.01,
  priors: () => null,
};
const withPrior: Rules = { ...plain, priors: priorsOf(30) };

/** What so many runs of a version against itself teach. */
function priorsOf(runs: number): Priors {
  const random = seeded(1, 'ledger');
  const ledger = Array.from({ length: runs }, () => {
    const noise = drawNoise(random);
    return Array.from({ length: 6 }, () => simulateBoot(random, noise));
  });
  const fitted = new Map(
    transports.flatMap((transport) =>
      METRICS.map((metric) => {
        const variances = ledger.map((boots) =>
          varianceOf(boots.map(({ figures }) => figures.get(transport)![metric])),
        );
        return [`${transport} ${metric}`, fitPrior(variances)];
      }),
    ),
  );
  return (transport, metric) => fitted.get(`${transport} ${metric}`) ?? null;
}

type Draw = () => BootFindings;

/** A run as the command makes it: until a look decides; with `--tail` a pass does not. */
function run(draw: Draw, rules: Rules, isTail = false): Judgement {
  const boots: BootFindings[] = [];
  let judgement: Judgement | undefined;
  const { looks } = isTail ? doubled({ looks: rules.looks, maxTimeMs: 1 }) : rules;
  for (const look of looks) {
    while (boots.length < look) boots.push(draw());
    judgement = judge(boots, { ...rules, looks });
    if (judgement.outcome === 'regression' || (judgement.outcome === 'pass' && !isTail)) break;
  }
  return judgement!;
}

interface Count {
  readonly regression: number;
  readonly pass: number;
  readonly boots: number;
}

function countRuns(runs: number, drawOf: (run: number) => Draw, rules: Rules): Count {
  const judged = Array.from({ length: runs }, (_, i) => run(drawOf(i), rules));
  const having = (outcome: string): number => judged.filter((each) => each.outcome === outcome).length;
  const boots = judged.reduce((sum, { findings }) => sum + findings[0]!.boots, 0) / runs;
  return { regression: having('regression'), pass: having('pass'), boots };
}

/** Runs whose boots are all simulated for them. */
function afresh(random: Random, planted: Planted, noiseOf = drawNoise): (run: number) => Draw {
  return () => {
    const noise = noiseOf(random);
    return () => simulateBoot(random, noise, planted);
  };
}

/** The same boot with the sides changed: a stock of both favours none, as one of a hundred boots alone does by chance. */
function mirrored({ figures, stalls }: BootFindings): BootFindings {
  return {
    figures: new Map(
      Array.from(figures, ([name, of]) => [name, { ...of, p50: -of.p50, p95: -of.p95, p99: -of.p99 }] as const),
    ),
    stalls: { base: stalls.candidate, candidate: stalls.base },
  };
}

function stockOf(boots: number, draw: Draw): BootFindings[] {
  return Array.from({ length: boots }, draw).flatMap((boot) => [boot, mirrored(boot)]);
}

describe('of 2,000 runs of a version against itself', () => {
  // Boots do not depend on each other but by the noise of their run: of each degree of noise there is a stock to draw from.
  const random = seeded(1, 'same');
  const stocks = Array.from({ length: 10 }, () => {
    const noise = drawNoise(random);
    return stockOf(120, () => simulateBoot(random, noise));
  });
  const fromStock = (i: number): Draw => {
    const stock = stocks[i % stocks.length]!;
    return () => stock[Math.floor(random() * stock.length)]!;
  };

  test('at most 1 % are called a regression with what earlier runs taught, and most pass soon', () => {
    const { regression, pass, boots } = countRuns(2000, fromStock, withPrior);
    expect(regression).toBeLessThanOrEqual(20);
    expect(pass).toBeGreaterThan(1800);
    expect(boots).toBeLessThan(6);
  });

  test('at most 1 % are without', () => {
    const { regression, pass } = countRuns(2000, fromStock, plain);
    expect(regression).toBeLessThanOrEqual(20);
    expect(pass).toBeGreaterThan(1600);
  });

  // Three boots of one transport alone hardly say how noisy the machine is.
  test.each([
    ['1 % are of three transports', transports, 20],
    ['2 % are of one', ['websocket'], 40],
  ])('at most %s on a machine that is seven times as noisy as it was for those', (_, some, most) => {
    const stock = stockOf(200, () => simulateBoot(random, 5));
    const draw: Draw = () => stock[Math.floor(random() * stock.length)]!;
    expect(countRuns(2000, () => draw, { ...withPrior, transports: some }).regression).toBeLessThanOrEqual(most);
  });
});

describe('what is slower is found', () => {
  test.each<[string, Planted, number, number]>([
    ['by 10 %, in 98 % of the runs', { factor: 1.1 }, 200, 196],
    ['by 20 %, always', { factor: 1.2 }, 100, 100],
    ['by a millisecond over all transports, always', { delayMs: 1 }, 100, 100],
  ])('%s', (_, planted, runs, least) => {
    const random = seeded(1, 'planted', JSON.stringify(planted));
    expect(countRuns(runs, afresh(random, planted), withPrior).regression).toBeGreaterThanOrEqual(least);
    expect(countRuns(runs / 2, afresh(random, planted), plain).regression).toBeGreaterThanOrEqual(0.96 * (runs / 2));
  });

  test('by 5 %, which is the budget: some do, and some pass', () => {
    const { regression, pass } = countRuns(50, afresh(seeded(1, 'five'), { factor: 1.05 }), withPrior);
    expect(regression).toBeGreaterThan(20);
    expect(pass).toBeLessThan(30);
  });

  test('by a pause of 20 ms every 2 s, by its stalls, on a machine that is not busy itself', () => {
    const random = seeded(1, 'pause');
    const isEveryBootRun = true;
    const judged = Array.from({ length: 40 }, () =>
      run(() => simulateBoot(random, 0.2, { pauseMs: 20, pauseEveryMs: 2000 }), plain, isEveryBootRun),
    );
    const byStalls = judged.filter(({ stalls }) => stalls.outcome === 'regression');
    expect(byStalls.length).toBeGreaterThanOrEqual(38);
  });
});

describe('a judgement', () => {
  const random = seeded(1, 'one');

  test('says of each transport and metric what differed, and by how much', () => {
    const boots = Array.from({ length: 9 }, () => simulateBoot(random, 0.5, { factor: 1.3 }));
    const { outcome, findings } = judge(boots, plain);
    expect(outcome).toBe('regression');
    expect(findings.map(({ transport, metric }) => `${transport} ${metric}`)).toEqual(
      transports.flatMap((transport) => METRICS.map((metric) => `${transport} ${metric}`)),
    );
    for (const finding of findings.filter(({ metric }) => metric === 'p50')) {
      expect(finding).toMatchObject({ outcome: 'regression', boots: 9, isModerated: false });
      expect(finding.lower).toBeLessThan(Math.log(1.3));
      expect(finding.upper).toBeGreaterThan(Math.log(1.3));
    }
    expect(findings[0]!.baseMs).toBeGreaterThan(1.5);
    expect(findings[0]!.baseMs).toBeLessThan(4);
  });

  test('lets pass what is slower in proportion but by less than anybody would notice', () => {
    const boots = Array.from({ length: 9 }, () => {
      const { figures, stalls } = simulateBoot(random, 0.3);
      const tiny = new Map(
        [...figures].map(([name, each]) => [
          name,
          { ...each, p50: each.p50 / 10 + Math.log(1.06), baseMs: { ...each.baseMs, p50: 0.1 } },
        ]),
      );
      return { figures: tiny, stalls };
    });
    expect(judge(boots, plain).findings.filter(({ metric }) => metric === 'p50')).toMatchObject(
      transports.map(() => ({ outcome: 'pass' })),
    );
  });

  test('waits where the candidate stalls more, though not yet certainly', () => {
    const boots = Array.from({ length: 3 }, () => ({
      ...simulateBoot(random, 0.2),
      stalls: { base: 0, candidate: 2 },
    }));
    expect(judge(boots, withPrior).stalls).toEqual({
      base: 0,
      candidate: 6,
      outcome: 'inconclusive',
      probability: 1 / 64,
    });
  });
});
