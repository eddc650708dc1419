import { expect, test } from '@jest/globals';
import { Messenger } from '../../../clients/demo/chat/messenger.ts';
import type { PhoneEvent } from '../../../clients/demo/phone/phone.ts';
import type { Position } from '../../../servers/protocol/cursor.ts';
import { eventually } from '../../harness/eventually.ts';
import { FakePhone } from './fake-phone.ts';

const CHESS = 'group:chess';

function newMessenger(past: readonly PhoneEvent[] = []): { phone: FakePhone; messenger: Messenger } {
  const phone = new FakePhone();
  phone.answers.set('followPresence', undefined).set('presence', []).set('groups', []).set('toys', []);
  return { phone, messenger: new Messenger(phone, past, () => 1) };
}

function status(state: string, position: Position = 'start'): PhoneEvent {
  return { kind: 'status', at: 1, status: { transport: 'websocket', state, position } } as unknown as PhoneEvent;
}

function namesOf({ called }: FakePhone): string[] {
  return called.map(([name]) => name);
}

test('a name that somebody has is numbered until one is free', async () => {
  const { phone, messenger } = newMessenger();
  for (const name of ['ann', 'ann2']) phone.taken.add(name);
  await messenger.signInLike('ann', 'long-polling');
  expect(messenger.conversations.value.me).toBe('user:ann3');
  expect(messenger.account.value).toEqual({ is: 'in' });
});

test('a refused sign-in says why, and nobody is signed in', async () => {
  const { phone, messenger } = newMessenger();
  phone.taken.add('ann');
  await messenger.signIn({ user: 'ann' }, 'websocket');
  expect(messenger.account.value).toMatchObject({ is: 'out', fault: { code: 'name-taken' } });
});

test('the same person reads on where reading was, somebody else from the start', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  phone.tell(status('live', 'log.7' as Position));
  await messenger.signOut();
  expect(messenger.account.value).toEqual({ is: 'out', fault: null });
  expect(messenger.standing.value).toBeNull();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  await messenger.signIn({ user: 'ben' }, 'websocket');
  expect(phone.called.filter(([name]) => name === 'signIn').slice(1)).toEqual([
    ['signIn', { user: 'ann' }, { transport: 'websocket', from: 'log.7' }],
    ['signIn', { user: 'ben' }, { transport: 'websocket' }],
  ]);
});

test('each time it becomes live it asks anew who and what is there', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  const asked = ['followPresence', 'presence', 'groups', 'toys'];
  for (const state of ['connecting', 'live', 'live']) phone.tell(status(state));
  await eventually(() => expect(namesOf(phone).slice(1)).toEqual(asked));
  for (const state of ['waiting', 'live']) phone.tell(status(state));
  await eventually(() => expect(namesOf(phone).slice(1)).toEqual([...asked, ...asked]));
  expect(messenger.surroundings.contacts.value.askedAt).toBe(1);
});

test('a toy asks for no groups and no toys', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'bear', kind: 'toy', secret: 'key' }, 'websocket');
  expect(messenger.isToy).toBe(true);
  phone.tell(status('live'));
  await eventually(() => expect(namesOf(phone)).toEqual(['signIn', 'followPresence', 'presence']));
});

test('who joins a group looks at it, with all that was said in it', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  phone.answers
    .set('joinGroup', { address: CHESS, members: ['user:ben', 'user:ann'] })
    .set('groups', [{ address: CHESS, members: 2, member: true }])
    .set('members', ['user:ben', 'user:ann'])
    .set('history', {
      kind: 'messages',
      messages: [{ seq: 1, id: '1', from: 'user:ben', at: 1, body: 'e4' }],
      cursor: 'log.1',
      more: false,
    });
  await messenger.joinGroup(CHESS);
  await eventually(() =>
    expect(messenger.conversations.value.all.get(CHESS)?.lines).toMatchObject([{ from: 'user:ben', body: 'e4' }]),
  );
  expect(messenger.conversations.value.shown).toBe(CHESS);
  expect(messenger.surroundings.members.value).toEqual({ group: CHESS, addresses: ['user:ben', 'user:ann'] });
});

test('what is sent has an id of its own, and keeps it when it is sent again', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  await messenger.send('user:ben', 'one');
  await messenger.send('user:ben', 'two');
  const ids = phone.called.slice(1).map(([, , , id]) => id as string);
  expect(new Set(ids).size).toBe(2);
  await messenger.sendAgain('user:ben', 'one', ids[0]!);
  expect(phone.called.at(-1)).toEqual(['send', 'user:ben', 'one', ids[0], true]);
});

test('when receiving has ended for good, the name is given back and it is said why', async () => {
  const { phone, messenger } = newMessenger();
  await messenger.signIn({ user: 'ann' }, 'websocket');
  phone.tell({ kind: 'gave-up', at: 1, code: 'superseded', message: 'elsewhere' });
  expect(namesOf(phone)).toContain('signOut');
  expect(messenger.account.value).toEqual({ is: 'out', fault: { code: 'superseded', message: 'elsewhere' } });
});

test('what happened on the phone before somebody looked is there', () => {
  const { messenger } = newMessenger([
    { kind: 'signed-in', at: 1, address: 'user:ann', transport: 'websocket' },
    { kind: 'sending', at: 2, id: '1', to: 'user:ben', body: 'hello' },
  ]);
  expect(messenger.account.value).toEqual({ is: 'in' });
  expect(messenger.conversations.value.all.get('user:ben')?.lines).toHaveLength(1);
});
