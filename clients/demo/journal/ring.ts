/** The last so many of what was added; what is older is gone. */
export class Ring<T> {
  readonly capacity: number;
  /** How many were ever added. */
  added = 0;
  readonly #slots: T[] = [];

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get size(): number {
    return this.#slots.length;
  }

  /** The `index`-th that was ever added, counted from 0; undefined where it is gone, or not there yet. */
  at(index: number): T | undefined {
    const isKept = index >= this.added - this.#slots.length && index < this.added;
    return isKept ? this.#slots[index % this.capacity] : undefined;
  }

  add(value: T): void {
    this.#slots[this.added % this.capacity] = value;
    this.added += 1;
  }

  /** From the oldest kept, or from the `first`-th that was ever added, counted from 0, to the newest. */
  *[Symbol.iterator](): Generator<T, void, void> {
    yield* this.from(0);
  }

  *from(first: number): Generator<T, void, void> {
    for (let i = Math.max(first, this.added - this.capacity); i < this.added; i++)
      yield this.#slots[i % this.capacity]!;
  }

  clear(): void {
    this.#slots.length = 0;
    this.added = 0;
  }
}
