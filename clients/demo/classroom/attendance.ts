import type { Message } from '../../../servers/protocol/message.ts';
import type { PartyPresence, Sign } from '../../../servers/protocol/presence.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { TEACHER } from '../lab/lab-frames.ts';
import { CLASS_GROUP } from './board.ts';

/** One of the class, as the teacher sees it. */
export interface Student {
  readonly address: string;
  readonly name: string;
  readonly online: boolean;
  /** How the server knows; null where it has not said so yet. */
  readonly sign: Sign | null;
  /** Messages to the class. */
  readonly messages: number;
  readonly lastMessage: string | null;
  /** From the server's having the last one to the teacher's page having it; null before any. */
  readonly lastLegMs: Millis | null;
}

/** More than any class has; who comes after that is not listed. */
const MAX_STUDENTS = 500;

/** Who is in the class, by address; each change makes a new one. */
export type Attendance = ReadonlyMap<string, Student>;

/**
 * What a message to the teacher's phone changes.
 *
 * @param gotAt When the phone had it, Unix time in ms.
 */
export function attend(attendance: Attendance, { from, to, notice, body, at }: Message, gotAt: Millis): Attendance {
  if (notice?.code === 'presence') return withPresence(attendance, notice.parties);
  if (notice !== undefined) {
    if (notice.code !== 'joined' && notice.code !== 'left') return attendance;
    if (notice.group !== `group:${CLASS_GROUP}`) return attendance;
    if (notice.code === 'joined') return put(attendance, notice.party, {});
    const without = new Map(attendance);
    without.delete(notice.party);
    return without;
  }
  if (to !== `group:${CLASS_GROUP}`) return attendance;
  const messages = (attendance.get(from)?.messages ?? 0) + 1;
  return put(attendance, from, { messages, lastMessage: body, lastLegMs: Math.max(0, gotAt - at) });
}

/** Adds those who are in the class already. */
export function withMembers(attendance: Attendance, members: readonly string[]): Attendance {
  let grown = attendance;
  for (const member of members) grown = put(grown, member, {});
  return grown;
}

/** What is known of who is there; of others than the class's nothing is kept. */
export function withPresence(attendance: Attendance, parties: readonly PartyPresence[]): Attendance {
  let changed = attendance;
  for (const { address, online, sign } of parties) {
    if (attendance.has(address)) changed = put(changed, address, { online, sign });
  }
  return changed;
}

function put(attendance: Attendance, address: string, change: Partial<Student>): Attendance {
  const isKnown = attendance.has(address);
  if (address === `user:${TEACHER}` || (!isKnown && attendance.size >= MAX_STUDENTS)) return attendance;
  const before = attendance.get(address) ?? {
    address,
    name: address.slice(address.indexOf(':') + 1),
    online: false,
    sign: null,
    messages: 0,
    lastMessage: null,
    lastLegMs: null,
  };
  return new Map(attendance).set(address, { ...before, ...change });
}
