import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Client } from '../../clients/core/client.ts';
import { createLocalPhone } from '../../clients/demo/phone/local-phone.ts';
import type { PhoneEvent } from '../../clients/demo/phone/phone.ts';
import { unixNow } from '../../clients/demo/unix-now.ts';
import { createNodePorts } from '../../clients/node.ts';
import type { Address } from '../../servers/protocol/address.ts';
import { ProtocolError } from '../../servers/protocol/error-code.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { FakePorts, FakeTab } from '../harness/fake-ports.ts';
import { startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';
import { Recorder } from '../harness/recorder.ts';

type Of<Kind extends PhoneEvent['kind']> = Extract<PhoneEvent, { kind: Kind }>;

/** A phone that nobody listens to yet. */
async function pickUp() {
  const lab = await startLab();
  const tab = new FakeTab();
  const clients: Client[] = [];
  const phone = createLocalPhone(
    'chat-a',
    ({ visibility, ...options }) => {
      const client = new Client({ ...createNodePorts({ url: lab.url }), visibility }, options);
      clients.push(client);
      return client;
    },
    tab,
  );
  // Closing it does not wait; the next test must not find its requests.
  cleanUp(async () => {
    phone.close();
    await Promise.all(clients.map((client) => client.close()));
  });
  return { lab, tab, phone, clients };
}

async function listening() {
  const picked = await pickUp();
  const events = new Recorder<PhoneEvent>();
  const unlisten = picked.phone.listen((event) => events.put(event));
  const of = <Kind extends PhoneEvent['kind']>(kind: Kind): Of<Kind>[] =>
    events.all.filter((event): event is Of<Kind> => event.kind === kind);
  const next = <Kind extends PhoneEvent['kind']>(kind: Kind): Promise<Of<Kind>> =>
    events.find((event): event is Of<Kind> => event.kind === kind);
  /** What happened, but for what is told again and again. */
  const kinds = (): string[] =>
    events.all.map(({ kind }) => kind).filter((kind) => kind !== 'status' && kind !== 'trace');
  return { ...picked, events, unlisten, of, next, kinds };
}

const ann = { user: 'ann' };
const polls = { transport: 'short-polling', pollIntervalMs: 10 } as const;

describe('signing in', () => {
  test.each(TRANSPORT_NAMES)('receives from then on, over %s; all that happens is told, by Unix time', async (name) => {
    const before = Date.now();
    const { phone, kinds, next, events } = await listening();
    await phone.signIn(ann, { transport: name, pollIntervalMs: 10 });
    await phone.send('user:ann', 'hello', 'm1');
    expect(await next('signed-in')).toMatchObject({ address: 'user:ann', transport: name });
    expect(await next('sending')).toMatchObject({ id: 'm1', to: 'user:ann', body: 'hello' });
    await eventually(() => expect(kinds().toSorted()).toEqual(['received', 'sending', 'signed-in', 'stored']));
    await phone.signOut();
    expect(events.all.at(-1)).toMatchObject({ kind: 'signed-out' });
    for (const { at } of events.all) {
      expect(at).toBeGreaterThan(before - 1000);
      expect(at).toBeLessThan(Date.now() + 1000);
    }
    expect(events.all.filter(({ kind }) => kind === 'trace')).not.toEqual([]);
  });

  test('anew signs out who was there, and gives the name back', async () => {
    const { lab, phone, kinds } = await listening();
    await phone.signIn(ann, polls);
    await phone.signIn({ user: 'ben' }, polls);
    expect(kinds()).toEqual(['signed-in', 'signed-out', 'signed-in']);
    // Somebody else may have it now.
    await openClient({ url: lab.url, user: 'ann', transport: 'short-polling' }).signIn();
  });

  test('twice at once is done one after the other', async () => {
    const { phone, of, kinds } = await listening();
    await Promise.all([phone.signIn(ann, polls), phone.signIn(ann, polls), phone.signOut(), phone.signOut()]);
    expect(kinds()).toEqual(['signed-in', 'signed-out', 'signed-in', 'signed-out']);
    expect(of('signed-in').map(({ address }) => address)).toEqual(['user:ann', 'user:ann']);
  });

  test('reads from where it was told to', async () => {
    const { phone, next, of } = await listening();
    await phone.signIn(ann, polls);
    await phone.send('user:ann', 'old', 'm1');
    await next('received');
    await phone.signIn(ann, { ...polls, from: 'end' });
    await eventually(() => expect(of('status').at(-1)!.status.state).toBe('live'));
    await phone.send('user:ann', 'new', 'm2');
    expect((await next('received')).item).toMatchObject({ message: { body: 'new' } });
  });

  test('a name that is taken is refused, and the phone is free for another', async () => {
    const { lab, phone, kinds, clients } = await listening();
    await openClient({ url: lab.url, user: 'ann', transport: 'short-polling' }).signIn();
    await expect(phone.signIn(ann, polls)).rejects.toMatchObject({ name: 'PhoneFault', code: 'name-taken' });
    await expect(clients[0]!.signIn()).rejects.toMatchObject({ kind: 'fatal', code: 'closed' });
    await phone.signIn({ user: 'ben' }, polls);
    expect(kinds()).toEqual(['signed-in']);
  });

  test('who reads elsewhere in the same session ends receiving, and that is told', async () => {
    const { lab, phone, next, of } = await listening();
    await phone.signIn(ann, { transport: 'websocket' });
    await eventually(() => expect(of('status').at(-1)?.status.state).toBe('live'));
    const session = lab.services.parties.sessions.of('user:ann' as Address)!;
    session.endLines(() => new ProtocolError('superseded'));
    expect(await next('gave-up')).toMatchObject({ code: 'superseded' });
  });
});

describe('sending', () => {
  test('what the server refuses is told, by its id', async () => {
    const { phone, next } = await listening();
    await phone.signIn(ann, polls);
    await phone.send('user:nobody', 'hello', 'm1');
    expect(await next('refused')).toMatchObject({ id: 'm1', code: 'unknown-recipient' });
  });

  test('what was not sent when it signs out is refused', async () => {
    const { phone, next, lab } = await listening();
    await phone.signIn(ann, polls);
    await lab.close();
    await phone.send('user:ann', 'hello', 'm1');
    await phone.signOut();
    expect(await next('refused')).toMatchObject({ id: 'm1', code: 'closed' });
    expect(await next('signed-out')).toBeDefined();
  });

  test('a notice is asked for where it is wanted', async () => {
    const { lab, phone, of } = await listening();
    await phone.signIn(ann, polls);
    startReceiving(openClient({ url: lab.url, user: 'ben', transport: 'long-polling' }));
    await eventually(() => expect(leftovers(lab).held).toBe(1));
    await phone.send('user:ben', 'hello', 'm1', true);
    await eventually(() => {
      const notices = of('received').map(({ item }) => (item.kind === 'message' ? item.message.notice : undefined));
      expect(notices).toContainEqual(expect.objectContaining({ code: 'delivered', ids: ['m1'] }));
    });
  });
});

describe('what is asked of it', () => {
  test('the directory answers, and refuses', async () => {
    const { phone } = await listening();
    await phone.signIn(ann, polls);
    expect(await phone.look('makeGroup', 'chess')).toMatchObject({ address: 'group:chess', members: ['user:ann'] });
    expect(await phone.look('groups')).toMatchObject([{ address: 'group:chess' }]);
    await expect(phone.look('joinGroup', 'go')).rejects.toMatchObject({ name: 'PhoneFault', code: 'unknown-group' });
  });

  test('transport and settings are changed in mid-talk', async () => {
    const { phone, of, events } = await listening();
    await phone.signIn(ann, polls);
    await phone.use('long-polling');
    await phone.configure({ holdMs: 4000 });
    await eventually(() => expect(of('status').at(-1)!.status).toMatchObject({ connection: { holdMs: 4000 } }));
    await phone.configure({ resume: false });
    await eventually(() => expect(of('status').at(-1)!.status).toMatchObject({ position: 'end' }));
    expect(events.all.filter(({ kind }) => kind === 'gave-up')).toEqual([]);
  });

  test('hidden by its switch, or with its page, it polls less often; whoever is signed in', async () => {
    const { phone, tab, of } = await listening();
    const isHidden = async (expected: boolean): Promise<void> => {
      await eventually(() => {
        const { connection } = of('status').at(-1)!.status;
        expect(connection).toMatchObject({ kind: 'polls' });
        expect(connection.kind === 'polls' && (connection.nextInMs ?? 0) > 300).toBe(expected);
      });
    };
    const options = { transport: 'short-polling', pollIntervalMs: 100, jitter: false } as const;
    tab.change(true);
    await phone.signIn(ann, options);
    await isHidden(true);
    tab.change(false);
    await isHidden(false);
    await phone.hide(true);
    await isHidden(true);
    await phone.hide(false);
    await isHidden(false);
    await phone.signOut();
    await phone.hide(true);
    await phone.signIn(ann, options);
    await isHidden(true);
    expect(tab.observers).toBe(1);
    await phone.signOut();
    expect(tab.observers).toBe(0);
  });

  test.each<[string, (phone: Awaited<ReturnType<typeof pickUp>>['phone']) => Promise<unknown>]>([
    ['use', (phone) => phone.use('websocket')],
    ['configure', (phone) => phone.configure({})],
    ['send', (phone) => phone.send('user:ann', '', 'm1')],
    ['look', (phone) => phone.look('presence')],
  ])('%s is refused where nobody is signed in', async (_, ask) => {
    const { phone, events } = await listening();
    await expect(ask(phone)).rejects.toMatchObject({ name: 'PhoneFault', code: 'unknown-session' });
    await phone.signOut();
    expect(events.all).toEqual([]);
  });
});

describe('listening', () => {
  test('every listener hears all, until it leaves', async () => {
    const { phone, events, next, unlisten } = await listening();
    await phone.signIn(ann, polls);
    const others = new Recorder<PhoneEvent>();
    phone.listen((event) => others.put(event));
    await phone.send('user:ann', 'hello', 'm1');
    const item = await next('received');
    expect(await others.find(({ kind }) => kind === 'received')).toBe(item);
    unlisten();
    const heard = events.all.length;
    await phone.send('user:ann', 'hello', 'm2');
    await others.find(({ kind }) => kind === 'received');
    expect(events.all).toHaveLength(heard);
  });

  test('closed it says nothing more, signs out and lets go of all', async () => {
    const { lab, phone, events, clients } = await listening();
    await phone.signIn(ann, { transport: 'websocket' });
    const signingIn = phone.signIn({ user: 'ben' }, polls);
    phone.close();
    await expect(signingIn).rejects.toMatchObject({ name: 'PhoneFault', code: 'closed' });
    await eventually(() => expect(leftovers(lab)).toEqual({ watching: 0, held: 0, sockets: 0 }));
    expect(events.all.filter(({ kind }) => kind === 'signed-out')).toEqual([]);
    expect(clients).toHaveLength(1);
    await openClient({ url: lab.url, user: 'ann', transport: 'short-polling' }).signIn();
  });
});

describe('the status', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    cleanUp(() => {
      jest.useRealTimers();
    });
  });

  async function signedIn() {
    const ports = new FakePorts();
    const phone = createLocalPhone('chat-a', (options) => new Client(ports, options));
    cleanUp(() => phone.close());
    await phone.signIn(ann, { transport: 'long-polling' });
    const times: number[] = [];
    const listen = () => phone.listen(({ kind, at }) => void (kind === 'status' && times.push(at)));
    /** Lets time pass; gives when the status was told meanwhile, from then on. */
    const toldIn = async (ms: number): Promise<number[]> => {
      const begin = unixNow();
      times.length = 0;
      await jest.advanceTimersByTimeAsync(ms);
      return times.map((at) => Math.round(at - begin));
    };
    return { ports, phone, listen, toldIn };
  }

  test('is told five times a second, while anybody listens', async () => {
    const { phone, listen, toldIn } = await signedIn();
    expect(jest.getTimerCount()).toBe(1);
    const leave = listen();
    const leaveToo = listen();
    expect(await toldIn(450)).toEqual([200, 200, 400, 400]);
    leave();
    expect(await toldIn(200)).toEqual([150]);
    leaveToo();
    expect(await toldIn(1000)).toEqual([]);
    // The poll's patience alone.
    expect(jest.getTimerCount()).toBe(1);
    listen();
    await phone.signOut();
    expect(jest.getTimerCount()).toBe(0);
  });

  test('is told at each change, and 20 ms after the last time at the soonest', async () => {
    const { phone, listen, toldIn } = await signedIn();
    listen();
    await toldIn(90);
    await phone.configure({ resume: false });
    expect(await toldIn(5)).toEqual([0]);
    for (const resume of [true, false, true]) await phone.configure({ resume });
    expect(await toldIn(100)).toEqual([15]);
    expect(await toldIn(200)).toEqual([115]);
  });
});
