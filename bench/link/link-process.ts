import { formatBandwidth } from '../../servers/protocol/quantity.ts';
import { Histogram } from '../histogram.ts';
import { LAB_PROGRAM, startListening } from '../listening-process.ts';
import type { LinkShape } from './shape.ts';

/** A link in a process of its own, so that its work is neither the server's nor the generator's. */
export interface LinkProcess {
  readonly url: string;
  readonly pid: number;
  /** By how much it missed the times it was asked for, since this was last taken. */
  takeError(): Promise<Histogram>;
  stop(): Promise<void>;
}

export async function startLinkProcess(target: string, shape: LinkShape, signal: AbortSignal): Promise<LinkProcess> {
  const { rttMs, jitterMs, bandwidth } = shape;
  const flags = ['--rtt', `${rttMs}ms`, '--jitter', `${jitterMs}ms`, '--bandwidth', formatBandwidth(bandwidth)];
  const child = await startListening(LAB_PROGRAM, ['link', '--to', target, ...flags], signal);
  return {
    url: child.url,
    pid: child.pid,
    async takeError() {
      const { errorMs } = JSON.parse(await child.ask('error')) as { errorMs: string };
      return Histogram.decode(errorMs);
    },
    stop: () => child.stop(),
  };
}
