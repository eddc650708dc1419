import { TRANSPORT_NAMES } from '../../../servers/protocol/transport-name.ts';
import type { Entry } from '../journal/journal.ts';

type Check = (value: unknown) => boolean;

/** As far from 1970 as a date may be, in ms. */
const FARTHEST_MS = 8.64e15;

/** Whether it is a time in ms that a date may have. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= FARTHEST_MS;
}

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const either =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.some((check) => check(value));
/** An object that has at least these members. */
const having =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, check]) => check((value as Record<string, unknown>)[name]));
const kind = (name: string, members: Readonly<Record<string, Check>> = {}): Check =>
  having({ kind: oneOf(name), ...members });

const httpMembers = { head: text, body: text, headBytes: count, bodyBytes: count };

const content = either(
  kind('request', { method: text, path: text, ...httpMembers }),
  kind('answer', { status: count, answers: either(count, oneOf(null)), ...httpMembers }),
  kind('frame', { opcode: count, final: flag, masked: flag, text, headerBytes: count, payloadBytes: count }),
);

const wireEvent = either(
  kind('opened'),
  kind('sent', { piece: count, direction: oneOf('up', 'down'), content }),
  kind('arrived', { piece: count }),
  kind('lost', { piece: count }),
  kind('closed', { by: oneOf('client', 'server', 'link') }),
);

const message = having({ seq: count, id: text, from: text, at: isTime, body: text });

const phoneEvent = either(
  kind('signed-in', { address: text, transport: oneOf(...TRANSPORT_NAMES) }),
  kind('signed-out'),
  kind('status', { status: having({}) }),
  kind('sending', { id: text, to: text, body: text }),
  kind('stored', { id: text, receipt: having({}) }),
  kind('refused', { id: text, code: text, message: text }),
  kind('received', { item: either(kind('message', { message }), kind('gap', { reason: text })) }),
  kind('gave-up', { code: text, message: text }),
);

const checks: readonly Check[] = [
  having({ of: oneOf('wire'), event: both(having({ at: isTime, phone: text, connection: count }), wireEvent) }),
  having({ of: oneOf('phone'), phone: text, event: both(having({ at: isTime }), phoneEvent) }),
];

/**
 * Whether something that was read from a file is an entry of a journal, as far as what shows it relies on that: whose file it
 * is nobody knows.
 */
export function isEntry(value: unknown): value is Entry {
  return checks.some((check) => check(value));
}

function both(one: Check, other: Check): Check {
  return (value) => one(value) && other(value);
}
