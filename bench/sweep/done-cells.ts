import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunResult } from '../result.ts';
import type { Scenario } from '../scenario.ts';

interface DoneCell {
  readonly key: string;
  readonly result: RunResult;
}

/**
 * The cells of a sweep that are done, in a file, so that a sweep which was interrupted goes on where it was. What was
 * measured of another scenario, or by other means, is not taken for one of them; it stays there for its own sweep.
 */
export class DoneCells {
  readonly #file: string | null;
  readonly #means: object;
  #done: readonly DoneCell[];

  /**
   * @param file Where they are kept; null to keep none.
   * @param means What besides its scenario a cell was measured with, as plain data.
   */
  constructor(file: string | null, means: object) {
    this.#file = file;
    this.#means = means;
    this.#done = file === null ? [] : read(file);
  }

  of(scenario: Scenario): RunResult | undefined {
    const key = this.#keyOf(scenario);
    return this.#done.find((cell) => cell.key === key)?.result;
  }

  add(scenario: Scenario, result: RunResult): void {
    this.#keep([...this.#done, { key: this.#keyOf(scenario), result }]);
  }

  /** Their sweep is whole: nobody goes on from these. */
  remove(scenarios: readonly Scenario[]): void {
    const keys = new Set(scenarios.map((scenario) => this.#keyOf(scenario)));
    this.#keep(this.#done.filter(({ key }) => !keys.has(key)));
  }

  #keyOf(scenario: Scenario): string {
    return JSON.stringify([scenario, this.#means]);
  }

  #keep(cells: readonly DoneCell[]): void {
    this.#done = cells;
    if (this.#file === null) return;
    if (cells.length === 0) {
      rmSync(this.#file, { force: true });
      return;
    }
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(cells));
  }
}

function read(file: string): DoneCell[] {
  try {
    const cells = JSON.parse(readFileSync(file, 'utf8')) as Partial<DoneCell>[];
    return cells.filter((cell): cell is DoneCell => typeof cell.key === 'string' && cell.result !== undefined);
  } catch {
    // There is none, or it was cut off while it was written, or somebody else wrote it: the sweep begins anew.
    return [];
  }
}
