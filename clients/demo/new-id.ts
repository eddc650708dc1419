/** A name that nothing else has. Not `crypto.randomUUID`, which a page has only over HTTPS and on this machine. */
export function newId(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))].map((part) => part.toString(36)).join('');
}
