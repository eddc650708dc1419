import { Type } from 'typebox';
import { MAX_BATCH, MAX_ID_LENGTH } from '../protocol/limits.ts';
import type { Draft } from '../protocol/message.ts';
import { type Accept, accept, strict, wellFormed } from './accept.ts';

/** The members of a draft; a publish frame has them too. */
export const draftMembers = {
  id: Type.String({ pattern: `^[\\w.:-]{1,${MAX_ID_LENGTH}}$` }),
  to: Type.String(),
  body: Type.String(wellFormed),
};

const draft = Type.Object(draftMembers, strict);

/** One message to be sent. */
export const acceptDraft: Accept<Draft> = accept(draft);

/** Several, in the order in which they are to be appended. */
export const acceptDrafts: Accept<readonly Draft[]> = accept(Type.Array(draft, { minItems: 1, maxItems: MAX_BATCH }));
