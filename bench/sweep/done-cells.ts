import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { RESULTS_FOLDER } from '../outputs.ts';
import type { RunResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';

/**
 * The cells of a sweep that are done, in a file, so that a sweep which was interrupted goes on where it was. A cell is
 * known by its scenario: what was measured with other settings is not taken for it.
 */
export class DoneCells {
  readonly #file = path.join(RESULTS_FOLDER, 'sweep-partial.json');
  #done: RunResult[];

  constructor() {
    this.#done = this.#read();
  }

  of(scenario: Scenario): RunResult | undefined {
    const key = JSON.stringify(scenario);
    return this.#done.find((result) => JSON.stringify(result.scenario) === key);
  }

  add(result: RunResult): void {
    this.#done.push(result);
    mkdirSync(RESULTS_FOLDER, { recursive: true });
    writeFileSync(this.#file, JSON.stringify(this.#done));
  }

  /** The sweep is whole: nothing is left to go on with. */
  remove(): void {
    this.#done = [];
    rmSync(this.#file, { force: true });
  }

  #read(): RunResult[] {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8')) as RunResult[];
    } catch {
      // None, or one that was cut off while it was written: then the sweep begins anew.
      return [];
    }
  }
}
