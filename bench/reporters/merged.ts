import { Histogram } from '../histogram.ts';
import type { RawRound, RunResult } from '../result.ts';

/** A series of a transport over all of its rounds that count; empty where none does. */
export function merged(result: RunResult, transport: string, series: keyof RawRound['histograms']): Histogram {
  const counted = result.rounds.filter((round) => round.valid && round.transport === transport);
  return Histogram.merge(counted.map(({ raw }) => Histogram.decode(raw.histograms[series])));
}
