import type { Millis } from '../../../servers/protocol/units.ts';
import { type Line, type OwnLine, PROGRESS } from './line.ts';

/** Lines kept of one conversation; what is older is gone from this phone. */
export const MAX_LINES = 300;

/** What was said with one party, or in one group. */
export interface Conversation {
  readonly address: string;
  /** The last {@link MAX_LINES}, in the order in which this phone had them. */
  readonly lines: readonly Line[];
  /** Messages of others that came since somebody last looked. */
  readonly unread: number;
  /** Unix time in ms. */
  readonly changedAt: Millis;
}

export function newConversation(address: string, at: Millis): Conversation {
  return { address, lines: [], unread: 0, changedAt: at };
}

/** The same with one line more at its end. A remark is no news that would put it before others. */
export function withLine(conversation: Conversation, line: Line, at: Millis): Conversation {
  const changedAt = line.kind === 'remark' ? conversation.changedAt : at;
  return { ...conversation, lines: [...conversation.lines, line].slice(-MAX_LINES), changedAt };
}

/** The same with these lines among its own, by their times; what a history gives is older than what is there, mostly. */
export function withEarlier(conversation: Conversation, lines: readonly Line[]): Conversation {
  const all = [...lines, ...conversation.lines].toSorted((a, b) => a.at - b.at);
  return { ...conversation, lines: all.slice(-MAX_LINES) };
}

export function ownLine({ lines }: Conversation, id: string): OwnLine | undefined {
  return lines.findLast((line): line is OwnLine => line.kind === 'own' && line.id === id);
}

/** The same with `changed` in the place of the line of its key. */
export function withChanged(conversation: Conversation, changed: Line): Conversation {
  return { ...conversation, lines: conversation.lines.map((line) => (line.key === changed.key ? changed : line)) };
}

/** The line, as far as it has come at least; news may overtake each other, and never take it back. */
export function advanced(line: OwnLine, progress: OwnLine['progress']): OwnLine {
  return PROGRESS.indexOf(progress) > PROGRESS.indexOf(line.progress) ? { ...line, progress, refusal: null } : line;
}
