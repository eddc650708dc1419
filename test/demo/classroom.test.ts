import { describe, expect, test } from '@jest/globals';
import { attend, type Attendance, withMembers, withPresence } from '../../clients/demo/classroom/attendance.ts';
import { decodeBoard, encodeBoard, FIRST_BOARD } from '../../clients/demo/classroom/board.ts';
import type { Message } from '../../servers/protocol/message.ts';

const fromTeacher = { from: 'user:teacher', to: 'group:class-board' } as const;

describe('the board', () => {
  test('is what the teacher last said', () => {
    const board = { isFrozen: true, transport: 'long-polling' } as const;
    expect(decodeBoard({ ...fromTeacher, body: encodeBoard(board) })).toEqual(board);
    expect(decodeBoard({ ...fromTeacher, body: encodeBoard(FIRST_BOARD) })).toEqual(FIRST_BOARD);
  });

  test('is written on by nobody else, and nowhere else', () => {
    const body = encodeBoard({ isFrozen: true, transport: null });
    expect(decodeBoard({ ...fromTeacher, from: 'user:eve', body })).toBeNull();
    expect(decodeBoard({ ...fromTeacher, from: 'toy:teacher', body })).toBeNull();
    expect(decodeBoard({ from: 'user:teacher', to: 'group:class', body })).toBeNull();
    expect(decodeBoard({ from: 'user:teacher', body })).toBeNull();
  });

  test.each(['', 'good morning', 'null', '3', '"x"'])('%j says nothing', (body) => {
    expect(decodeBoard({ ...fromTeacher, body })).toBeNull();
  });

  test('of what it does not know it takes nothing', () => {
    expect(decodeBoard({ ...fromTeacher, body: '{"isFrozen":"yes","transport":"pigeon"}' })).toEqual(FIRST_BOARD);
  });
});

describe('attendance', () => {
  const none: Attendance = new Map();
  const message = (rest: Partial<Message>): Message => ({
    seq: 1,
    id: 'x',
    from: 'user:ann',
    at: 1000,
    body: 'hello',
    ...rest,
  });
  const joined = (name: string): Message =>
    message({ from: 'system', notice: { code: 'joined', group: 'group:class', party: `user:${name}` } as never });

  test('who joins is listed, until it leaves', () => {
    let present = attend(none, joined('ann'), 0);
    present = withMembers(present, ['user:teacher', 'user:ann', 'user:ben']);
    expect([...present.values()].map(({ name }) => name)).toEqual(['ann', 'ben']);
    const left = message({ notice: { code: 'left', group: 'group:class', party: 'user:ann' } as never });
    expect([...attend(present, left, 0).keys()]).toEqual(['user:ben']);
    expect([...present.keys()]).toEqual(['user:ann', 'user:ben']);
  });

  test('other groups, and messages to the teacher alone, are not the class’s', () => {
    const elsewhere = message({ notice: { code: 'joined', group: 'group:choir', party: 'user:ann' } as never });
    expect(attend(none, elsewhere, 0)).toBe(none);
    expect(attend(none, message({}), 0)).toBe(none);
    expect(attend(none, message({ to: 'group:class-board' as never }), 0)).toBe(none);
  });

  test('counts messages to the class, and how long the last one took', () => {
    const toClass = { to: 'group:class' as never };
    const present = attend(attend(none, message(toClass), 1020), message({ ...toClass, body: 'again' }), 1005);
    expect(present.get('user:ann')).toMatchObject({ messages: 2, lastMessage: 'again', lastLegMs: 5 });
  });

  test('keeps the presence of its own', () => {
    const sign = { state: 'open', transport: 'websocket', agoMs: 0 } as const;
    const parties = ['user:ann', 'user:eve'].map((address) => ({ address, online: true, sign }) as never);
    const present = withPresence(withMembers(none, ['user:ann']), parties);
    expect([...present.values()]).toMatchObject([{ name: 'ann', online: true, sign }]);
  });

  test('does not grow without bound', () => {
    const many = Array.from({ length: 600 }, (_, i) => `user:s${i}`);
    expect(withMembers(none, many).size).toBe(500);
  });
});
