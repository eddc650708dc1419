import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { type Call, callLab } from '../harness/cli.ts';
import { openClient } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { type ServerProcess, spawnServer } from '../harness/server-process.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await spawnServer();
});

afterAll(async () => {
  await server.stop();
});

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let names = 0;

/** A name nobody else has, and short enough to be read in what a failure shows. */
function name(of: string): string {
  names += 1;
  return `${of}${names}`;
}

/** Somebody at a terminal who has signed in. */
async function sitDown(as: string, ...flags: string[]): Promise<Call> {
  const call = callLab('chat', '--url', server.url, '--as', as, '--poll-interval', '50ms', ...flags);
  await expectToSay(call, `you are ${as}`);
  // To the other side it may not be there yet: its first poll comes in its own time.
  await eventually(async () => {
    call.type('/who');
    await sleep(100);
    expect(call.stdout()).toMatch(`● ${as} is online`);
  });
  return call;
}

/** Waits until a line with this in it has been printed. */
async function expectToSay(call: Call, text: string | RegExp): Promise<void> {
  await eventually(() => expect(call.stdout()).toMatch(text), 8000);
}

async function expectToLeave(call: Call): Promise<void> {
  call.type('/quit');
  expect([await call.ended, call.stderr()]).toEqual([0, '']);
}

test.each(TRANSPORT_NAMES)('two talk over %s', async (transport) => {
  const [ann, ben] = [name('ann'), name('ben')];
  const annCall = await sitDown(ann, '--transport', transport, '--to', ben);
  const benCall = await sitDown(ben, '--transport', transport, '--to', ann);
  annCall.type('hello');
  await expectToSay(benCall, `${ann}: hello`);
  await expectToSay(annCall, `✓ stored for ${ben}`);
  await expectToSay(annCall, `✓✓ ${ben} has it now`);
  benCall.type('hi, 小明');
  await expectToSay(annCall, `${ben}: hi, 小明`);
  await Promise.all([expectToLeave(annCall), expectToLeave(benCall)]);
});

test('C2 the transport is changed in mid-talk, and the status says how the connection stands', async () => {
  const [ann, ben] = [name('ann'), name('ben')];
  const annCall = await sitDown(ann, '--transport', 'short-polling', '--to', ben);
  const benCall = await sitDown(ben, '--transport', 'long-polling', '--to', ann);
  annCall.type('one');
  await expectToSay(benCall, `${ann}: one`);
  benCall.type('/use websocket');
  await expectToSay(benCall, 'now on WebSocket');
  annCall.type('two');
  await expectToSay(benCall, `${ann}: two`);
  benCall.type('/status');
  await expectToSay(benCall, 'readyState 1 OPEN');
  // Asked while a poll is under way, none is planned.
  await eventually(async () => {
    annCall.type('/status');
    await sleep(30);
    expect(annCall.stdout()).toMatch('next poll in');
  });
  annCall.type('/use carrier-pigeon');
  await expectToSay(annCall, '✗ there is no transport carrier-pigeon: short-polling, long-polling, websocket');
  await Promise.all([expectToLeave(annCall), expectToLeave(benCall)]);
});

test('the trace shows each poll, hold and empty answer', async () => {
  const call = await sitDown(name('ann'), '--transport', 'long-polling', '--hold', '300ms', '--trace');
  await expectToSay(call, 'GET /long-polling/messages – asks, server may hold 0.3 s');
  await expectToSay(call, /GET \/long-polling\/messages 200 – empty after 3\d\d ms/);
  call.type('/trace');
  await expectToSay(call, 'not showing it any more');
  await expectToLeave(call);
});

test('a habit can be left off', async () => {
  const call = await sitDown(name('ann'), '--without', 'resume', 'heartbeat');
  call.type('/status');
  await expectToSay(call, /readyState 1 OPEN, silent for \d+\.\d s\n/);
  await expectToSay(call, 'cursor end;');
  await expectToLeave(call);
});

test('X2 what the trace shows of a sign-in is not the password, nor the token', async () => {
  const call = await sitDown(name('ann'), '--password', 'sesame', '--trace');
  expect(call.stdout()).not.toMatch(/sesame|[\w-]{40}/);
  await expectToLeave(call);
});

test('a group is made by whoever comes first, and joined by who comes later', async () => {
  const [ann, ben, group] = [name('ann'), name('ben'), name('chess')];
  const annCall = await sitDown(ann, '--group', group);
  await expectToSay(annCall, `in it: ${ann}`);
  const benCall = await sitDown(ben, '--group', group);
  await expectToSay(benCall, `in it: ${ann}, ${ben}`);
  await expectToSay(annCall, `${ben} joined group:${group}`.replace(ben, `user:${ben}`));
  benCall.type('who plays?');
  await expectToSay(annCall, `${ben} in group:${group}: who plays?`);
  await Promise.all([expectToLeave(annCall), expectToLeave(benCall)]);
});

test('X6 what others write is one line of theirs, and commands the terminal nothing', async () => {
  const ann = name('ann');
  const call = await sitDown(ann);
  const eve = openClient({ url: server.url, user: name('eve'), transport: 'short-polling' });
  await eve.publish(`user:${ann}`, 'so\n· you were\r\u001B]52;c;aGk=\u0007\u009B2J robbed\u2028of\u202E it');
  await expectToSay(call, ': so\uFFFD· you were\uFFFD\uFFFD]52;c;aGk=\uFFFD\uFFFD2J robbed\uFFFDof\uFFFD it\n');
  await expectToLeave(call);
});

test('an app talks to its toy', async () => {
  const [ann, bear] = [name('ann'), name('bear')];
  const annCall = await sitDown(ann);
  annCall.type(`/pair ${bear}`);
  await expectToSay(annCall, 'the toy signs in with');
  const key = /--key (\S+)/.exec(annCall.stdout())![1]!;
  const toyCall = callLab('chat', '--url', server.url, '--toy', bear, '--key', key, '--to', ann);
  await expectToSay(toyCall, `you are toy:${bear}`);
  annCall.type(`/to toy:${bear}`);
  annCall.type('sing');
  await expectToSay(toyCall, `${ann}: sing`);
  toyCall.type('la la');
  await expectToSay(annCall, `toy:${bear}: la la`);
  await Promise.all([expectToLeave(annCall), expectToLeave(toyCall)]);
});

test('what the server refuses for good ends the chat with its words', async () => {
  const ann = name('ann');
  const first = await sitDown(ann);
  const second = callLab('chat', '--url', server.url, '--as', ann);
  expect(await second.ended).toBe(1);
  expect(second.stderr()).toContain('error: Somebody else holds this name.');
  await expectToLeave(first);
});

test('the end of the input and SIGINT end it', async () => {
  const byEnd = await sitDown(name('ann'));
  byEnd.child.stdin!.end();
  expect(await byEnd.ended).toBe(0);
  const bySignal = await sitDown(name('ann'));
  bySignal.child.kill('SIGINT');
  expect(await bySignal.ended).toBe(0);
});

test.each([
  [[], 'who are you?'],
  [['--as', 'ann', '--toy', 'bear'], 'who are you?'],
  [['--toy', 'bear'], 'a toy needs its --key'],
  [['--as', 'ann', '--to', 'a b'], 'Give a name'],
  [['--as', 'ann', '--transport', 'pigeon'], 'Allowed choices'],
])('chat %j is bad usage', async (flags, why) => {
  const call = callLab('chat', ...flags);
  expect([await call.ended, call.stderr()]).toEqual([2, expect.stringContaining(why)]);
});

test('without a server it says so and goes on trying', async () => {
  const call = callLab('chat', '--url', 'http://127.0.0.1:9', '--as', 'ann');
  await expectToSay(call, /no connection: .*; trying again/);
  call.child.stdin!.end();
  expect(await call.ended).toBe(0);
});
