import { InvalidArgumentError } from 'commander';

/**
 * Reads names with commas between them, in the order of those there are.
 *
 * @param kind What they name, in a word: `transport`.
 * @throws {InvalidArgumentError}
 */
export function parseNames<Name extends string>(given: string, all: readonly Name[], kind: string): Name[] {
  const names = given.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !(all as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no ${kind} "${unknown}"; there are ${all.join(', ')}.`);
  return all.filter((name) => names.includes(name));
}
