/**
 * Has `cleanUp` called should this process end before it is withdrawn: by a second Ctrl-C or by a mistake of its own, when
 * nobody waits for anything any more. It must not wait either.
 *
 * @returns Withdraws it.
 */
export function atExit(cleanUp: () => void): () => void {
  process.once('exit', cleanUp);
  return () => void process.off('exit', cleanUp);
}
