import { Link, type LinkOptions } from '../../bench/link/link.ts';
import { cleanUp } from './clean-up.ts';

/** Puts a link in front of a server; it is gone after the test. */
export async function startLink(target: string, options?: LinkOptions): Promise<Link> {
  const link = await Link.start(target, options);
  cleanUp(() => link.close());
  return link;
}
