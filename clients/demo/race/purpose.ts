import { decodeServerFrame } from '../../../servers/protocol/frame.ts';
import { SYSTEM } from '../../../servers/protocol/notice.ts';
import { isPage } from '../../../servers/protocol/page.ts';
import { ROUTES } from '../../../servers/protocol/routes.ts';
import { parseObject } from '../../core/http-api.ts';
import type { AnswerContent, Content, Direction, FrameContent, RequestContent } from '../wire/wire-event.ts';

/** What a piece is there for, as far as it is drawn otherwise for that. */
export const PURPOSES = ['ask', 'publish', 'page', 'empty', 'receipt', 'heartbeat', 'error', 'other'] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface Reading {
  readonly purpose: Purpose;
  /** Ids of the messages that it brings or confirms, as their senders call them; without what the server itself has to say. */
  readonly ids: readonly string[];
}

const NONE: readonly string[] = [];
const OPCODE_TEXT = 1;
export const OPCODE_PING = 9;
const OPCODE_PONG = 10;

/**
 * Reads what a piece is for.
 *
 * @param asked What it answers, where that is known.
 */
export function readPurpose(content: Content, direction: Direction, asked?: RequestContent): Reading {
  if (content.kind === 'request') return readRequest(content);
  if (content.kind === 'answer') return readAnswer(content, asked);
  return direction === 'up' ? readClientFrame(content) : readServerFrame(content);
}

function readRequest({ method, path, body }: RequestContent): Reading {
  if (method === 'POST' && path === ROUTES.messages) {
    const drafts = parseObject(body);
    return { purpose: 'publish', ids: idsOf(Array.isArray(drafts) ? drafts : [drafts]) };
  }
  const isPoll = path.startsWith(ROUTES.shortPolling) || path.startsWith(ROUTES.longPolling);
  return { purpose: isPoll ? 'ask' : 'other', ids: NONE };
}

function readAnswer({ status, body }: AnswerContent, asked?: RequestContent): Reading {
  if (status >= 400) return { purpose: 'error', ids: NONE };
  if (asked?.path === ROUTES.messages) {
    const isRefusal =
      body.includes('"error"') && parseOutcomes(body).some((outcome) => isObject(outcome) && 'error' in outcome);
    return { purpose: isRefusal ? 'error' : 'receipt', ids: NONE };
  }
  const page = parseObject(body);
  if (!isPage(page)) return { purpose: 'other', ids: NONE };
  if (page.kind === 'gap') return { purpose: 'error', ids: NONE };
  return page.kind === 'empty' ? { purpose: 'empty', ids: NONE } : readMessages(page.messages);
}

function readClientFrame({ opcode, text }: FrameContent): Reading {
  if (opcode !== OPCODE_TEXT) return { purpose: purposeOfOpcode(opcode), ids: NONE };
  const frame = parseObject(text);
  const type = 'type' in frame ? frame.type : undefined;
  if (type === 'publish') return { purpose: 'publish', ids: idsOf([frame]) };
  return { purpose: type === 'ping' || type === 'pong' ? 'heartbeat' : 'other', ids: NONE };
}

function readServerFrame({ opcode, text }: FrameContent): Reading {
  if (opcode !== OPCODE_TEXT) return { purpose: purposeOfOpcode(opcode), ids: NONE };
  const frame = decodeServerFrame(text);
  switch (frame?.type) {
    case 'page':
      if (frame.kind === 'gap') return { purpose: 'error', ids: NONE };
      return frame.kind === 'empty' ? { purpose: 'empty', ids: NONE } : readMessages(frame.messages);
    case 'receipt':
      return { purpose: 'receipt', ids: [frame.id] };
    case 'ping':
    case 'pong':
      return { purpose: 'heartbeat', ids: NONE };
    case 'error':
      return { purpose: 'error', ids: NONE };
    case 'hello':
    case undefined:
      break;
  }
  return { purpose: 'other', ids: NONE };
}

function purposeOfOpcode(opcode: number): Purpose {
  return opcode === OPCODE_PING || opcode === OPCODE_PONG ? 'heartbeat' : 'other';
}

function readMessages(messages: readonly unknown[]): Reading {
  return { purpose: 'page', ids: idsOf(messages, (message) => !('from' in message && message.from === SYSTEM)) };
}

function parseOutcomes(body: string): readonly unknown[] {
  const value = parseObject(body);
  return Array.isArray(value) ? value : [value];
}

/** Whoever finds a phone's link can send anything over it: any page that is open in this browser, for one. */
function idsOf(carried: readonly unknown[], counts: (one: object) => boolean = () => true): readonly string[] {
  return carried.flatMap((one) =>
    isObject(one) && 'id' in one && typeof one.id === 'string' && counts(one) ? [one.id] : NONE,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
