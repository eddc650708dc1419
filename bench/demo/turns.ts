/** Does what must not overlap one after the other. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does `task` when what was asked for earlier is over, well or badly; settles as it does. */
  do<Result>(task: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Resolves when all that has been asked for so far is over. */
  async over(): Promise<void> {
    await this.#last;
  }
}
