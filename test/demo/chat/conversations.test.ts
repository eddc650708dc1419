import { expect, test } from '@jest/globals';
import { afterGroups, afterHistory } from '../../../clients/demo/chat/after-directory.ts';
import { afterEvent } from '../../../clients/demo/chat/after-event.ts';
import { MAX_LINES } from '../../../clients/demo/chat/conversation.ts';
import {
  afterLook,
  afterSight,
  type Conversations,
  NO_CONVERSATIONS,
} from '../../../clients/demo/chat/conversations.ts';
import type { Line } from '../../../clients/demo/chat/line.ts';
import type { PhoneEvent } from '../../../clients/demo/phone/phone.ts';
import type { Address } from '../../../servers/protocol/address.ts';
import type { Message } from '../../../servers/protocol/message.ts';
import type { Notice } from '../../../servers/protocol/notice.ts';

const ANN = 'user:ann' as Address;
const BEN = 'user:ben' as Address;
const CHESS = 'group:chess' as Address;

type Happening<Event = PhoneEvent> = Event extends PhoneEvent ? Omit<Event, 'at'> : never;

const SIGNED_IN: Happening = { kind: 'signed-in', address: ANN, transport: 'websocket' };

let clock = 0;

/** What is there after all this, an event a millisecond. */
function after(before: Conversations, ...happenings: readonly Happening[]): Conversations {
  return happenings.reduce((state, happening) => {
    clock += 1;
    return afterEvent(state, { ...happening, at: clock });
  }, before);
}

function sent(id: string, to: string = BEN): Happening {
  return { kind: 'sending', id, to, body: `body of ${id}` };
}

function stored(id: string, online = true): Happening {
  return { kind: 'stored', id, receipt: { id, at: 5, online } };
}

function message(id: string, from: string = BEN, more: Partial<Message> = {}): Message {
  return { seq: 1, id, from, at: 7, body: `body of ${id}`, ...more };
}

function heard(id: string, from?: string, more?: Partial<Message>): Happening {
  return { kind: 'received', item: { kind: 'message', message: message(id, from, more) } };
}

function noticed(id: string, notice: Notice): Happening {
  return heard(id, 'system', { notice });
}

function linesOf(state: Conversations, address: string = BEN): readonly Line[] {
  return state.all.get(address)?.lines ?? [];
}

/** Each line in a word or two. */
function told(state: Conversations, address?: string): string[] {
  return linesOf(state, address).map((line) => {
    if (line.kind === 'own') return `${line.id} ${line.progress}`;
    return line.kind === 'theirs' ? `${line.id} of ${line.from}${line.isRepeat ? ', again' : ''}` : line.remark.code;
  });
}

const signedIn = after(NO_CONVERSATIONS, SIGNED_IN);

test('a message goes from sending to stored to delivered', () => {
  const sending = after(signedIn, sent('1'));
  expect(told(sending)).toEqual(['1 sending']);
  const kept = after(sending, stored('1'));
  expect(told(kept)).toEqual(['1 stored']);
  expect(kept.unanswered.size).toBe(0);
  expect(told(after(kept, noticed('n1', { code: 'delivered', party: BEN, to: BEN, ids: ['1'] })))).toEqual([
    '1 delivered',
  ]);
});

test('notices that come before the receipt stand', () => {
  const offline = after(
    signedIn,
    sent('1'),
    noticed('n1', { code: 'recipient-offline', party: BEN, to: BEN, ids: ['1'] }),
  );
  expect(told(offline)).toEqual(['1 stored', 'recipient-offline']);
  const delivered = after(offline, noticed('n2', { code: 'delivered', party: BEN, to: BEN, ids: ['1'] }));
  expect(told(after(delivered, stored('1', false)))).toEqual(['1 delivered', 'recipient-offline']);
});

test('that somebody is offline is said once, and again after a sign of life', () => {
  const gone = (id: string, notice: string): Happening[] => [
    sent(id),
    stored(id, false),
    noticed(notice, { code: 'recipient-offline', party: BEN, to: BEN, ids: [id] }),
  ];
  const state = after(signedIn, ...gone('1', 'n1'), ...gone('2', 'n2'));
  expect(told(state)).toEqual(['1 stored', 'recipient-offline', '2 stored']);
  const back = after(state, heard('b1'), ...gone('3', 'n3'));
  expect(told(back).slice(3)).toEqual(['b1 of user:ben', '3 stored', 'recipient-offline']);
});

test('what is refused says why, and stands at the end when it is sent again', () => {
  const refused = after(signedIn, sent('1'), sent('2'), {
    kind: 'refused',
    id: '1',
    code: 'unknown-recipient',
    message: 'Nobody has signed in under this name.',
  });
  expect(linesOf(refused)[0]).toMatchObject({ progress: 'refused', refusal: { code: 'unknown-recipient' } });
  const again = after(refused, sent('1'));
  expect(told(again)).toEqual(['2 sending', '1 sending']);
  expect(linesOf(after(again, stored('1')))[1]).toMatchObject({ progress: 'stored', refusal: null });
});

test('what the receiver has is not refused any more, though the answer was lost', () => {
  const delivered = noticed('n', { code: 'delivered', party: BEN, to: BEN, ids: ['1'] });
  const state = after(signedIn, sent('1'), delivered, { kind: 'refused', id: '1', code: 'closed', message: 'closed' });
  expect(linesOf(state)).toMatchObject([{ progress: 'delivered', refusal: null }]);
});

test('a message that nobody came for is marked and said', () => {
  const state = after(
    signedIn,
    sent('1'),
    stored('1', false),
    noticed('n', { code: 'undeliverable', party: BEN, to: BEN, ids: ['1'] }),
  );
  expect(told(state)).toEqual(['1 undeliverable', 'undeliverable']);
});

test('in a group each who has it is counted once', () => {
  const has = (party: string, id: string): Happening =>
    noticed(id, { code: 'delivered', party: party as Address, to: CHESS, ids: ['1'] });
  const state = after(signedIn, sent('1', CHESS), has(BEN, 'n1'), stored('1'), has('user:cleo', 'n2'), has(BEN, 'n3'));
  expect(linesOf(state, CHESS)).toMatchObject([{ progress: 'delivered', has: [BEN, 'user:cleo'] }]);
});

test('a group has its own conversation, with who comes and goes', () => {
  const state = after(
    signedIn,
    noticed('n1', { code: 'joined', group: CHESS, party: BEN }),
    heard('b1', BEN, { to: CHESS }),
    heard('b2'),
    noticed('n2', { code: 'missed', group: CHESS, party: ANN }),
  );
  expect(told(state, CHESS)).toEqual(['joined', 'b1 of user:ben', 'missed']);
  expect(told(state)).toEqual(['b2 of user:ben']);
});

test('what is not looked at is counted, and read when it is', () => {
  const state = after(afterLook(signedIn, BEN, 1), heard('b1'), heard('c1', 'user:cleo'), heard('c2', 'user:cleo'));
  expect([...state.all.values()].map(({ address, unread }) => [address, unread])).toEqual([
    [BEN, 0],
    ['user:cleo', 2],
  ]);
  expect(afterLook(state, 'user:cleo', 9).all.get('user:cleo')?.unread).toBe(0);
  expect(after(afterLook(state, null, 9), heard('b2')).all.get(BEN)?.unread).toBe(1);
});

test('on a phone that nobody can see nothing is read, until somebody can', () => {
  const away = after(afterSight(afterLook(signedIn, BEN, 1), false, 2), heard('b1'));
  expect(away.all.get(BEN)?.unread).toBe(1);
  const back = after(afterSight(away, true, 3), heard('b2'));
  expect([back.shown, back.all.get(BEN)?.unread]).toEqual([BEN, 0]);
  const other = after(afterSight(signedIn, false, 1), { ...SIGNED_IN, address: 'user:cleo' });
  expect(other.isInSight).toBe(false);
});

test('what the client hands over twice is shown twice, and said to be', () => {
  expect(told(after(signedIn, heard('b1'), heard('b1')))).toEqual(['b1 of user:ben', 'b1 of user:ben, again']);
});

test('signed in again, what is read anew is not new; a repeat after that is one', () => {
  const state = after(signedIn, sent('1'), heard('b1'), { kind: 'signed-out' }, SIGNED_IN, heard('b1'), heard('b2'));
  expect(told(state)).toEqual(['1 sending', 'b1 of user:ben', 'b2 of user:ben']);
  expect(told(after(state, heard('b1')))).toHaveLength(4);
});

test('somebody else finds nothing of what was said before', () => {
  const state = after(signedIn, sent('1'), heard('b1'), { kind: 'signed-out' }, { ...SIGNED_IN, address: 'user:cleo' });
  expect([state.me, state.all.size, state.unanswered.size]).toEqual(['user:cleo', 0, 0]);
  expect(told(after(state, heard('b1')))).toEqual(['b1 of user:ben']);
});

test('a message to oneself is one message', () => {
  const state = after(signedIn, sent('1', ANN), heard('1', ANN), stored('1'), heard('other', ANN));
  expect(told(state, ANN)).toEqual(['1 delivered', 'other delivered']);
});

test('a loss is said in every conversation, and notices that count anew are heard', () => {
  const joined = noticed('n1', { code: 'joined', group: CHESS, party: BEN });
  const state = after(signedIn, heard('b1'), joined, {
    kind: 'received',
    item: { kind: 'gap', reason: 'epoch-changed' },
  });
  expect([told(state), told(state, CHESS)]).toEqual([
    ['b1 of user:ben', 'gap'],
    ['joined', 'gap'],
  ]);
  expect(state.lastGap).toMatchObject({ reason: 'epoch-changed' });
  const anew = heard('n1', 'system', { at: 99, notice: { code: 'joined', group: CHESS, party: BEN } });
  expect(told(after(state, anew), CHESS)).toEqual(['joined', 'gap', 'joined']);
  expect(told(after(state, joined), CHESS)).toEqual(['joined', 'gap']);
});

test('a group that the server has forgotten is said to be gone, once', () => {
  const state = after(signedIn, heard('b1', BEN, { to: CHESS }), heard('b2'));
  const gone = afterGroups(afterGroups(state, [], 9), [], 10);
  expect(told(gone, CHESS)).toEqual(['b1 of user:ben', 'group-gone']);
  expect(told(gone)).toEqual(['b2 of user:ben']);
  const made = afterGroups(gone, [{ address: CHESS, members: 1, member: false }], 11);
  expect(told(made, CHESS)).toEqual(['b1 of user:ben', 'group-gone', 'not-a-member']);
  expect(afterGroups(made, [{ address: CHESS, members: 2, member: true }], 12)).toBe(made);
});

test('the history of a group comes before what is there, and brings nothing twice', () => {
  const state = after(signedIn, heard('b2', BEN, { to: CHESS, at: 20 }), sent('2', CHESS), stored('2'));
  const joined: Notice = { code: 'joined', group: CHESS, party: ANN };
  const history = [
    message('n1', 'system', { notice: joined }),
    message('1', ANN, { at: 2 }),
    message('b1', BEN, { at: 3 }),
    message('b2', BEN),
    message('2', ANN),
  ];
  const known = afterHistory(state, CHESS, history);
  expect(told(known, CHESS).toSorted()).toEqual(['1 stored', '2 stored', 'b1 of user:ben', 'b2 of user:ben']);
  expect(told(known, CHESS).slice(0, 2)).toEqual(['1 stored', 'b1 of user:ben']);
  expect(told(after(known, heard('b1', BEN, { to: CHESS })), CHESS)).toHaveLength(4);
  expect(new Set(linesOf(known, CHESS).map(({ key }) => key)).size).toBe(4);
});

test('another transport in mid-talk is a remark where somebody looks', () => {
  const status = (transport: string): Happening => ({ kind: 'status', status: { transport } }) as unknown as Happening;
  const looked = afterLook(signedIn, BEN, 1);
  const state = after(looked, status('websocket'), heard('b1'), status('long-polling'), status('long-polling'));
  expect(told(state)).toEqual(['b1 of user:ben', 'switched']);
});

test('of a long conversation the last lines are kept, of many conversations the liveliest', () => {
  const long = after(signedIn, ...Array.from({ length: MAX_LINES + 5 }, (_, i) => heard(`b${i}`)));
  expect(linesOf(long)).toHaveLength(MAX_LINES);
  expect(told(long).at(-1)).toBe(`b${MAX_LINES + 4} of user:ben`);
  const many = after(afterLook(signedIn, ANN, 0), ...Array.from({ length: 150 }, (_, i) => heard('1', `user:u${i}`)));
  expect(many.all.size).toBe(100);
  expect(many.all.has(ANN)).toBe(true);
  expect(many.all.has('user:u149')).toBe(true);
  expect(many.all.has('user:u0')).toBe(false);
});
