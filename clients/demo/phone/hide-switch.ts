import type { Visibility } from '../../core/ports.ts';

/** A tab that can be hidden by hand, too: nobody sees it while the switch is on, or the page itself is hidden. */
export class HideSwitch implements Visibility {
  readonly #page: Visibility | undefined;
  readonly #listeners = new Set<() => void>();
  #isOn = false;

  /** @param page Left out where there is none. */
  constructor(page: Visibility | undefined) {
    this.#page = page;
  }

  get isHidden(): boolean {
    return this.#isOn || this.#page?.isHidden === true;
  }

  turn(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    for (const listener of this.#listeners) listener();
  }

  observe(listener: () => void): () => void {
    this.#listeners.add(listener);
    const unobserve = this.#page?.observe(listener);
    return () => {
      this.#listeners.delete(listener);
      unobserve?.();
    };
  }
}
