import type { JSONSchemaType } from 'ajv';
import { MAX_BATCH, MAX_ID_LENGTH } from '../protocol/limits.ts';
import type { Draft } from '../protocol/message.ts';
import { accept, WELL_FORMED } from './accept.ts';

/** The members of a draft; a publish frame has them too. */
export const draftMembers = {
  id: { type: 'string', pattern: `^[\\w.:-]{1,${MAX_ID_LENGTH}}$` },
  to: { type: 'string' },
  body: { type: 'string', format: WELL_FORMED },
  // Ajv's types take no member as optional that may not be null; this one may not.
  confirm: { type: 'boolean', nullable: true, not: { type: 'null' } },
} as const;

const draft: JSONSchemaType<Draft> = {
  type: 'object',
  properties: draftMembers,
  required: ['id', 'to', 'body'],
  additionalProperties: false,
};

/** One message to be sent. */
export const acceptDraft = accept<Draft>(draft);

/** Several, in the order in which they are to be appended. */
export const acceptDrafts = accept<readonly Draft[]>({ type: 'array', items: draft, minItems: 1, maxItems: MAX_BATCH });
