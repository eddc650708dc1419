import querystring from 'node:querystring';
import { isPosition, type Position } from '../protocol/cursor.ts';
import { ProtocolError } from '../protocol/error-code.ts';
import { DEFAULT_PAGE_LIMIT, MAX_PAGE_LIMIT } from '../protocol/limits.ts';
import { type Millis, toMillis } from '../protocol/units.ts';

/** What a read may be asked with. */
export interface ReadQuery {
  /** From where to read; undefined where the query names nothing. */
  readonly after: Position | undefined;
  /** Most messages in a page. */
  readonly limit: number;
  /** How long to hold the answer; undefined where the query names nothing. */
  readonly holdMs: Millis | undefined;
}

type Parameter = 'after' | 'limit' | 'hold';

/**
 * Reads a query, of which only the parameters `known` may be there.
 *
 * @param query What stands after the `?`.
 * @throws {ProtocolError} `bad-request` for a parameter that is unknown, there twice, or not of its form.
 */
export function readQuery(query: string, known: readonly Parameter[]): ReadQuery {
  const given = querystring.parse(query);
  for (const name in given) {
    if (!known.includes(name as Parameter))
      throw refuse(name, `is not a parameter here; those are ${known.join(', ')}`);
    if (typeof given[name] !== 'string') throw refuse(name, 'is given twice');
  }
  const { after, limit, hold } = given as Partial<Record<Parameter, string>>;
  return {
    after: after === undefined ? undefined : readAfter(after),
    limit: limit === undefined ? DEFAULT_PAGE_LIMIT : readLimit(limit),
    holdMs: hold === undefined ? undefined : readHold(hold),
  };
}

/** @throws {ProtocolError} where the query did not say from where to read. */
export function requireAfter({ after }: ReadQuery): Position {
  if (after === undefined) throw refuse('after', 'is missing; it is start, end, or the cursor of the last page');
  return after;
}

function readAfter(text: string): Position {
  if (!isPosition(text)) throw refuse('after', 'must be start, end, or the cursor of the last page');
  return text;
}

function readLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAX_PAGE_LIMIT) throw refuse('limit', `must be a whole number from 1 to ${MAX_PAGE_LIMIT}`);
  return limit;
}

function readHold(text: string): Millis {
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(text)) throw refuse('hold', 'must be a number of seconds');
  return toMillis(Number(text));
}

function refuse(name: string, why: string): ProtocolError {
  return new ProtocolError('bad-request', `${name}: ${why}`);
}
