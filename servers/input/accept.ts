import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Format } from 'typebox/format';

/** Text that survives UTF-8: half of a surrogate pair would silently come out as U+FFFD at the other end. */
const WELL_FORMED = 'well-formed';
Format.Set(WELL_FORMED, (text) => text.isWellFormed());
export const wellFormed = { format: WELL_FORMED } as const;

/** No members but those of the schema. */
export const strict = { additionalProperties: false } as const;

/** Gives back `value` as what the schema says it is, or throws `refuse(why)`. */
export type Accept<Type> = (value: unknown, refuse: (why: string) => Error) => Type;

/**
 * Makes the check of a schema. TypeBox turns it into one flat function, which is what a check that runs for each message
 * has to be: a walk through a tree of validators takes several times as long, and far longer where messages are rare and
 * the caches cold.
 */
export function accept<const Schema extends TSchema>(schema: Schema): Accept<Static<Schema>> {
  const validator = Compile(schema);
  return (value, refuse) => {
    if (validator.Check(value)) return value;
    const [error] = validator.Errors(value);
    const path = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
    const why = error?.message ?? 'is not of the expected form';
    throw refuse(path === '' ? why : `${path}: ${why}`);
  };
}
