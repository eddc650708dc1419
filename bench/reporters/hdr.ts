import type { Finding, RunResult } from '../result.ts';
import { labelOf } from './label.ts';
import { merged } from './merged.ts';

/**
 * The latencies as HdrHistogram's tools write and plot them: a table of Value (ms), Percentile, TotalCount and
 * 1/(1-Percentile) for each transport, of all rounds that count, after a comment that names it. A plotter that takes one
 * series a file wants them cut apart at the comments.
 */
export function hdr(result: RunResult): string {
  return result.summary.map((finding) => section(result, finding)).join('\n');
}

function section(result: RunResult, { transport, valid, invalidBecause }: Finding): string {
  const latency = merged(result, transport, 'latency');
  const doubt = valid ? '' : ` (invalid: ${invalidBecause.join('; ')})`;
  const about = latency.count === 0 ? 'no round counts' : 'latency in ms, from the intended send time to the handler';
  // A line break would end the comment.
  const comment = `# ${labelOf(transport)}${doubt}: ${about}`.replaceAll(/\s+/g, ' ');
  return latency.count === 0 ? `${comment}\n` : `${comment}\n${latency.distribution()}`;
}
