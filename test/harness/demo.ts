import { type Call, callLab } from './cli.ts';
import { eventually } from './eventually.ts';

export interface Demo extends Call {
  /** Where its page is. */
  readonly url: string;
}

/** Starts `transport-lab demo` with these flags on a free port; it is gone after the test, with all that it started. */
export async function startDemo(...flags: string[]): Promise<Demo> {
  const call = callLab('demo', '--port', '0', ...flags);
  let url: string | undefined;
  await eventually(() => {
    url = /(http:\S+)\s/.exec(call.stdout())?.[1];
    if (url === undefined) throw new Error(`no page yet: ${call.stdout()}${call.stderr()}`);
  }, 10_000);
  return { ...call, url: url! };
}
