import { Ajv, type ErrorObject, type JSONSchemaType } from 'ajv';

/** Format of text that survives UTF-8: half of a surrogate pair would silently come out as U+FFFD at the other end. */
export const WELL_FORMED = 'well-formed';

const ajv = new Ajv({
  strict: true,
  allErrors: false,
  formats: { [WELL_FORMED]: (text: string) => text.isWellFormed() },
});

/** Gives back `value` as what its schema says it is, or throws `refuse(why)`. */
export type Accept<Type> = (value: unknown, refuse: (why: string) => Error) => Type;

/**
 * Makes the check of a schema. Ajv turns it into one flat function, which is what a check that runs for each message has
 * to be: a walk through a tree of validators takes several times as long, and far longer where messages are rare and the
 * caches cold.
 */
export function accept<Type>(schema: JSONSchemaType<Type>): Accept<Type> {
  const isValid = ajv.compile(schema);
  return (value, refuse) => {
    if (isValid(value)) return value;
    throw refuse(explain(isValid.errors![0]!));
  };
}

/** What is wrong, and where: `to: must be string`. */
function explain({ instancePath, message, params }: ErrorObject): string {
  const where = instancePath.slice(1).replaceAll('/', '.');
  const unknown = (params as { additionalProperty?: string }).additionalProperty;
  const what = unknown === undefined ? message! : `must not have a member "${unknown}"`;
  return where === '' ? what : `${where}: ${what}`;
}
