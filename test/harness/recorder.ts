/** Keeps everything it is given from the first moment, so that a test can ask for it before or after it came. */
export class Recorder<Item> {
  readonly all: Item[] = [];
  #taken = 0;
  #arrived = new Set<() => void>();

  put(item: Item): void {
    this.all.push(item);
    for (const arrived of this.#arrived) arrived();
  }

  /** The next item not taken yet; fails when none comes within `timeoutMs`. */
  async take(timeoutMs = 5000): Promise<Item> {
    await this.until(() => this.all.length > this.#taken, `an item after ${this.#taken}`, timeoutMs);
    this.#taken += 1;
    return this.all[this.#taken - 1]!;
  }

  /** The next `count` items. */
  async takeMany(count: number, timeoutMs = 5000): Promise<Item[]> {
    await this.until(() => this.all.length >= this.#taken + count, `${count} items after ${this.#taken}`, timeoutMs);
    this.#taken += count;
    return this.all.slice(this.#taken - count, this.#taken);
  }

  /** The next item that `matches`; those before it are passed over. */
  async find<Found extends Item>(matches: (item: Item) => item is Found, timeoutMs?: number): Promise<Found>;
  async find(matches: (item: Item) => boolean, timeoutMs?: number): Promise<Item>;
  async find(matches: (item: Item) => boolean, timeoutMs = 5000): Promise<Item> {
    for (;;) {
      const item = await this.take(timeoutMs);
      if (matches(item)) return item;
    }
  }

  /** Waits until `holds` is true of what has arrived. */
  async until(holds: (all: readonly Item[]) => boolean, what = 'what was waited for', timeoutMs = 5000): Promise<void> {
    if (holds(this.all)) return;
    await new Promise<void>((resolve, reject) => {
      const arrived = (): void => {
        if (holds(this.all)) settle(resolve);
      };
      const timer = setTimeout(() => {
        settle(() =>
          reject(new Error(`no ${what} within ${timeoutMs} ms; there were ${JSON.stringify(this.all.slice(-5))}`)),
        );
      }, timeoutMs);
      const settle = (how: () => void): void => {
        clearTimeout(timer);
        this.#arrived.delete(arrived);
        how();
      };
      this.#arrived.add(arrived);
    });
  }
}
