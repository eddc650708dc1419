import { type ReadonlySignal, signal } from '@preact/signals';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import type { Millis } from '../../../servers/protocol/units.ts';
import { TEACHER } from '../lab/lab-frames.ts';
import { newId } from '../new-id.ts';
import { type Phone, type PhoneEvent, PhoneFault } from '../phone/phone.ts';
import { attend, type Attendance, withMembers, withPresence } from './attendance.ts';
import { type Board, BOARD_GROUP, CLASS_GROUP, encodeBoard, FIRST_BOARD } from './board.ts';

/** The teacher at work: opens the class, sees who is there, writes on the board. */
export interface Teacher {
  readonly attendance: ReadonlySignal<Attendance>;
  readonly board: ReadonlySignal<Board>;
  announce(change: Partial<Board>): Promise<void>;
  say(text: string): Promise<void>;
}

const TRANSPORT: TransportName = 'websocket';
/** After the server could not be reached. */
const TRY_AGAIN_MS: Millis = 1000;

/**
 * Opens the class over the teacher's phone, and again when the server has forgotten it.
 *
 * @param secret What keeps the teacher's name from everybody else.
 * @throws {PhoneFault} where the name is somebody else's already.
 */
export async function openClass(phone: Phone, secret: string): Promise<Teacher> {
  const attendance = signal<Attendance>(new Map());
  const board = signal<Board>(FIRST_BOARD);
  let looks = 0;
  phone.listen((event) => void take(event));
  // What was said on the board before is not the teacher's concern, nor what was said to him in an earlier class.
  await phone.signIn({ user: TEACHER, secret }, { transport: TRANSPORT, from: 'end' });
  await open();
  return { attendance, board, announce, say: (text) => send(CLASS_GROUP, text) };

  async function take(event: PhoneEvent): Promise<void> {
    if (event.kind !== 'received') return;
    const { item } = event;
    if (item.kind === 'gap') {
      // The server has forgotten the groups, and who followed whom.
      if (item.reason === 'epoch-changed') await reopen();
      return;
    }
    attendance.value = attend(attendance.value, item.message, event.at);
    if (item.message.notice?.code === 'joined') await welcome();
  }

  /**
   * Sees who is there – that somebody is was told before it was known to be one of the class – and says again what the board
   * says, which others may have filled since. Who comes meanwhile is welcomed by one more round.
   */
  async function welcome(): Promise<void> {
    looks += 1;
    if (looks > 1) return;
    try {
      let looked = 0;
      while (looked < looks) {
        looked = looks;
        const parties = await phone.look('presence');
        attendance.value = withPresence(attendance.value, parties);
        await announce({});
      }
    } catch (failure) {
      // The next one to come is welcomed again.
      if (!(failure instanceof PhoneFault)) throw failure;
    } finally {
      looks = 0;
    }
  }

  async function reopen(): Promise<void> {
    try {
      await open();
    } catch (failure) {
      if (!(failure instanceof PhoneFault)) throw failure;
      setTimeout(() => void reopen(), TRY_AGAIN_MS);
    }
  }

  async function open(): Promise<void> {
    const members = await enter(phone, CLASS_GROUP);
    await enter(phone, BOARD_GROUP);
    attendance.value = withMembers(new Map(), members);
    await phone.look('followPresence');
    await welcome();
  }

  async function announce(change: Partial<Board>): Promise<void> {
    board.value = { ...board.value, ...change };
    await send(BOARD_GROUP, encodeBoard(board.value));
  }

  function send(group: string, body: string): Promise<void> {
    return phone.send(`group:${group}`, body, newId());
  }
}

/** Makes a group, or joins it where it is there already. @returns The addresses of its members. */
async function enter(phone: Phone, group: string): Promise<readonly string[]> {
  try {
    return (await phone.look('makeGroup', group)).members;
  } catch (failure) {
    if (!(failure instanceof PhoneFault) || failure.code !== 'name-taken') throw failure;
    return (await phone.look('joinGroup', group)).members;
  }
}
