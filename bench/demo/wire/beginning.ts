/** Of a body or payload that is longer than so many bytes only its beginning is told; its true length is told all the same. */
export const LONGEST_TEXT_BYTES = 64 * 1024;

/** Bytes of which no more than {@link LONGEST_TEXT_BYTES} are kept. */
export class Beginning {
  #parts: Buffer[] = [];
  #length = 0;

  add(bytes: Buffer): void {
    const part = bytes.subarray(0, LONGEST_TEXT_BYTES - this.#length);
    if (part.length === 0) return;
    // A copy: what a socket gave lies in a larger piece of memory, which a part of it would keep alive.
    this.#parts.push(Buffer.from(part));
    this.#length += part.length;
  }

  /** What was kept; from then on it is empty. */
  take(): Buffer {
    const taken = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return taken;
  }
}
