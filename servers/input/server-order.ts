import type { JSONSchemaType } from 'ajv';
import type { ServerOrder, ServerSettings } from '../protocol/server-order.ts';
import { accept } from './accept.ts';

/** An order that the server does not know; the message says what is wrong with it. */
export class OrderError extends Error {
  override readonly name = 'OrderError';
  readonly code = 'bad-order';
}

// As long as a timer can wait.
const millis = { type: 'number', minimum: 0, maximum: 2 ** 31 - 1, nullable: true, not: { type: 'null' } } as const;
const period = { ...millis, exclusiveMinimum: 0 } as const;

const settings: JSONSchemaType<ServerSettings> = {
  type: 'object',
  properties: {
    holdMs: millis,
    heartbeatMs: period,
    pongMs: period,
    keepMessages: {
      type: 'integer',
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      nullable: true,
      not: { type: 'null' },
    },
  },
  additionalProperties: false,
};

type Order<Name extends ServerOrder['order']> = Extract<ServerOrder, { order: Name }>;

const goAway: JSONSchemaType<Order<'go-away'>> = {
  type: 'object',
  properties: { order: { type: 'string', const: 'go-away' } },
  required: ['order'],
  additionalProperties: false,
};

const comeBack: JSONSchemaType<Order<'come-back'>> = {
  type: 'object',
  properties: { order: { type: 'string', const: 'come-back' }, settings },
  required: ['order', 'settings'],
  additionalProperties: false,
};

const acceptGoAway = accept(goAway);
const acceptComeBack = accept(comeBack);

const refuse = (why: string): OrderError => new OrderError(why);

/**
 * Checks what came over the IPC channel.
 *
 * @throws {OrderError}
 */
export function acceptServerOrder(value: unknown): ServerOrder {
  switch ((value as { order?: unknown } | null)?.order) {
    case 'go-away':
      return acceptGoAway(value, refuse);
    case 'come-back':
      return acceptComeBack(value, refuse);
    default:
      throw refuse('order: must be go-away or come-back');
  }
}
