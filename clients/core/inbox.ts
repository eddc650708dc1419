/**
 * A queue between events and a reader: what is put in before anybody takes is kept, and a failure is given out only after
 * everything that came before it.
 */
export class Inbox<Item> {
  readonly #items: Item[] = [];
  #taker: { resolve: (item: Item) => void; reject: (failure: Error) => void } | undefined;
  #failure: Error | undefined;

  get size(): number {
    return this.#items.length;
  }

  put(item: Item): void {
    if (this.#failure !== undefined) return;
    if (this.#taker === undefined) {
      this.#items.push(item);
      return;
    }
    this.#taker.resolve(item);
    this.#taker = undefined;
  }

  /** Nothing more comes. The first failure stays. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.#taker?.reject(this.#failure);
    this.#taker = undefined;
  }

  /** The next item; waits for it. For one taker at a time. Rejects with the failure when all that came before is taken. */
  take(): Promise<Item> {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift()!);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#taker = { resolve, reject };
    });
  }
}
