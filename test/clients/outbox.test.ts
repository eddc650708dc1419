import { beforeEach, describe, expect, test } from '@jest/globals';
import { TransportFault } from '../../clients/core/fault.ts';
import { Outbox } from '../../clients/core/outbox.ts';
import type { TransportTraits } from '../../clients/core/transport.ts';
import { cleanUp } from '../harness/clean-up.ts';
import { eventually } from '../harness/eventually.ts';
import { FakeTransport, FakeUse } from '../harness/fake-transport.ts';

const broken = new TransportFault('retry', 'network', 'broken');
let controller: AbortController;
let delays: (number | undefined)[];
let attempts: number[];
let faults: string[];

beforeEach(() => {
  controller = new AbortController();
  delays = [];
  attempts = [];
  faults = [];
  cleanUp(() => controller.abort());
});

function start(traits: Partial<TransportTraits> = {}, delayMs: (fault: TransportFault) => number = () => 0) {
  const transport = new FakeTransport(traits);
  const use = new FakeUse(transport);
  const outbox = new Outbox({
    inUse: use.current,
    retry: {
      delayMs(attempt, fault) {
        attempts.push(attempt);
        delays.push(fault.afterMs);
        return delayMs(fault);
      },
    },
    random: () => 0,
    signal: controller.signal,
    failed: (fault) => faults.push(fault.code),
    changed: () => {},
  });
  const fates: string[] = [];
  const publish = (...bodies: string[]): void => {
    for (const body of bodies) {
      outbox.publish({ id: body, to: 'user:bob', body }).then(
        () => fates.push(body),
        (failure: TransportFault) => fates.push(`${body}: ${failure.code}`),
      );
    }
  };
  return { transport, use, outbox, publish, fates };
}

const receipt = (id: string) => ({ receipt: { id, at: 0, online: true } });
const refusal = (code: 'unknown-recipient' | 'too-many-requests', retryAfterMs?: number) => ({
  error: { code, message: code, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
});

describe('over a transport that asks', () => {
  test('one batch is in flight; what comes meanwhile goes together in the next', async () => {
    const { transport, publish, outbox } = start();
    publish('a', 'b', 'c');
    const first = await transport.sendings.take();
    expect(first.bodies).toEqual(['a']);
    expect(transport.sendings.all).toHaveLength(1);
    expect(outbox.size).toBe(3);
    first.succeed();
    const second = await transport.sendings.take();
    expect(second.bodies).toEqual(['b', 'c']);
    second.succeed();
    await eventually(() => expect(outbox.size).toBe(0));
  });

  test('a batch holds at most 200 messages and 16 KiB of text, but always one', async () => {
    const { transport, publish } = start();
    publish('first', ...Array.from({ length: 300 }, (_, i) => String(i)));
    (await transport.sendings.take()).succeed();
    const full = await transport.sendings.take();
    expect(full.bodies).toHaveLength(200);
    full.succeed();
    (await transport.sendings.take()).succeed();
    publish('next', 'x'.repeat(10_000), 'y'.repeat(10_000), 'z'.repeat(50_000), 'last');
    for (const lengths of [[4, 10_000], [10_000], [50_000], [4]]) {
      const sending = await transport.sendings.take();
      expect(sending.bodies.map(({ length }) => length)).toEqual(lengths);
      sending.succeed();
    }
  });

  test('what failed goes again before all else, in order', async () => {
    const { transport, publish, fates } = start();
    publish('a', 'b');
    (await transport.sendings.take()).fail(broken);
    publish('c');
    const again = await transport.sendings.take();
    expect(again.bodies).toEqual(['a', 'b', 'c']);
    again.succeed();
    await eventually(() => expect(fates).toEqual(['a', 'b', 'c']));
  });

  test('each message has its own outcome; what may be tried again is', async () => {
    const { transport, publish, fates } = start();
    publish('zero', 'a', 'b', 'c', 'd');
    (await transport.sendings.take()).succeed();
    const outcomes = [
      receipt('a'),
      refusal('unknown-recipient'),
      refusal('too-many-requests', 7),
      refusal('too-many-requests', 7),
    ];
    (await transport.sendings.take()).answer(outcomes);
    await eventually(() => expect(fates).toEqual(['zero', 'a', 'b: unknown-recipient']));
    const again = await transport.sendings.take();
    expect(again.bodies).toEqual(['c', 'd']);
    expect(delays).toEqual([7]);
    again.succeed();
    await eventually(() => expect(fates).toEqual(['zero', 'a', 'b: unknown-recipient', 'c', 'd']));
  });

  test('a batch that was too large together is sent in smaller ones', async () => {
    const { transport, publish, fates } = start();
    publish('zero', 'a', 'b', 'c');
    (await transport.sendings.take()).succeed();
    const tooLarge = new TransportFault('fatal', 'too-large', '');
    (await transport.sendings.take()).fail(tooLarge);
    (await transport.sendings.take()).fail(tooLarge);
    const alone = await transport.sendings.take();
    expect(alone.bodies).toEqual(['a']);
    alone.fail(tooLarge);
    (await transport.sendings.take()).succeed();
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(fates).toEqual(['zero', 'a: too-large', 'b', 'c']));
  });
});

describe('over a transport that pipelines', () => {
  test('while there is no connection one batch waits for it, and the rest behind that', async () => {
    const { transport, publish, outbox } = start({ pipelines: true });
    publish('a');
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(outbox.size).toBe(0));
    transport.isReady = false;
    publish('b', 'c', 'd');
    const second = await transport.sendings.take();
    expect(second.bodies).toEqual(['b']);
    transport.isReady = true;
    second.succeed();
    expect((await transport.sendings.take()).bodies).toEqual(['c', 'd']);
    publish('e');
    expect((await transport.sendings.take()).bodies).toEqual(['e']);
    expect(transport.sendings.all).toHaveLength(4);
  });

  test('the first goes alone; once it was answered nothing waits for the one before it', async () => {
    const { transport, publish } = start({ pipelines: true });
    publish('a', 'b', 'c');
    const first = await transport.sendings.take();
    await new Promise(setImmediate);
    expect(transport.sendings.all.map(({ bodies }) => bodies)).toEqual([['a']]);
    first.succeed();
    expect((await transport.sendings.take()).bodies).toEqual(['b', 'c']);
    publish('d');
    publish('e');
    expect((await transport.sendings.takeMany(2)).map(({ bodies }) => bodies)).toEqual([['d'], ['e']]);
  });

  test('all that was in flight on a line that broke goes again, in order, the first alone', async () => {
    const { transport, publish, fates } = start({ pipelines: true });
    publish('a');
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(fates).toEqual(['a']));
    publish('b');
    publish('c');
    publish('d');
    const inFlight = await transport.sendings.takeMany(3);
    for (const sending of inFlight.toReversed()) sending.fail(broken);
    const again = await transport.sendings.take();
    expect(again.bodies).toEqual(['b', 'c', 'd']);
    again.succeed();
    await eventually(() => expect(fates).toEqual(['a', 'b', 'c', 'd']));
  });

  test('what was refused for now, and all that was sent after it, goes again in order, as a run of its own', async () => {
    const { transport, publish, fates } = start({ pipelines: true });
    publish('a');
    const first = await transport.sendings.take();
    first.succeed();
    await eventually(() => expect(fates).toEqual(['a']));
    publish('b');
    publish('c');
    publish('d');
    const [b, c, d] = await transport.sendings.takeMany(3);
    expect([b!.run, c!.run, d!.run]).toEqual([first.run, first.run, first.run]);
    // The refusal overtakes the receipt; with it the run is over, though not all of it is answered yet.
    c!.answer([refusal('too-many-requests', 7)]);
    await eventually(() => expect(delays).toEqual([7]));
    b!.succeed();
    await eventually(() => expect(fates).toEqual(['a', 'b']));
    publish('e');
    await new Promise(setImmediate);
    expect(transport.sendings.all).toHaveLength(4);
    d!.answer([refusal('too-many-requests', 7)]);
    const again = await transport.sendings.take();
    expect(again.bodies).toEqual(['c', 'd', 'e']);
    expect(again.run).toBe(first.run + 1);
    again.succeed();
    await eventually(() => expect(fates).toEqual(['a', 'b', 'c', 'd', 'e']));
  });

  test('a line that breaks under many counts as one failure', async () => {
    const { transport, publish } = start({ pipelines: true });
    publish('a');
    (await transport.sendings.take()).succeed();
    await new Promise(setImmediate);
    publish('b');
    publish('c');
    publish('d');
    for (const sending of await transport.sendings.takeMany(3)) sending.fail(broken);
    (await transport.sendings.take()).fail(broken);
    (await transport.sendings.take()).succeed();
    expect(attempts).toEqual([0, 1]);
  });

  test('refused for now again and again, it waits longer and longer; what is taken resets that', async () => {
    const { transport, publish } = start({ pipelines: true });
    publish('a');
    for (let i = 0; i < 3; i += 1) (await transport.sendings.take()).answer([refusal('too-many-requests')]);
    (await transport.sendings.take()).succeed();
    publish('b');
    (await transport.sendings.take()).answer([refusal('too-many-requests')]);
    await transport.sendings.take();
    expect(attempts).toEqual([0, 1, 2, 0]);
  });

  test('the same id again waits until it is answered, and all that comes after it', async () => {
    const { transport, publish } = start({ pipelines: true });
    publish('a');
    (await transport.sendings.take()).succeed();
    await new Promise(setImmediate);
    publish('b', 'b', 'c');
    const first = await transport.sendings.take();
    await new Promise(setImmediate);
    expect(transport.sendings.all.map(({ bodies }) => bodies)).toEqual([['a'], ['b']]);
    first.succeed();
    expect((await transport.sendings.take()).bodies).toEqual(['b', 'c']);
  });

  test('at most 1,000 messages are unanswered', async () => {
    const { transport, publish, outbox } = start({ pipelines: true });
    publish('first');
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(outbox.size).toBe(0));
    for (let i = 0; i < 1500; i += 1) publish(String(i));
    await new Promise(setImmediate);
    const unanswered = await transport.sendings.takeMany(1000);
    expect(transport.sendings.all).toHaveLength(1001);
    unanswered[0]!.succeed();
    await transport.sendings.take();
  });
});

describe('C2 over to another transport', () => {
  /** Something is in flight in several batches over a transport that pipelines, and more waits. */
  async function inFlight() {
    const started = start({ pipelines: true });
    const { transport, publish, fates } = started;
    transport.heedsSignals = false;
    publish('first');
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(fates).toEqual(['first']));
    publish('a');
    publish('b');
    publish('c');
    return { ...started, old: await transport.sendings.takeMany(3), next: new FakeTransport() };
  }

  test('what has no answer goes again over that one, in order, before all else; a dead line is not waited for', async () => {
    const { use, outbox, publish, fates, old, next } = await inFlight();
    use.change(next);
    outbox.switched();
    publish('d');
    const again = await next.sendings.take();
    expect(again.bodies).toEqual(['a', 'b', 'c', 'd']);
    expect(again.run).toBeGreaterThan(old[0]!.run);
    expect(outbox.size).toBe(4);
    again.succeed();
    await eventually(() => expect(fates).toEqual(['first', 'a', 'b', 'c', 'd']));
    expect(outbox.size).toBe(0);
    expect(attempts).toEqual([]);
  });

  test('what the one before still reports is ignored, be it an answer, a refusal or a fault', async () => {
    const { use, outbox, publish, fates, old, next } = await inFlight();
    use.change(next);
    outbox.switched();
    const again = await next.sendings.take();
    old[0]!.succeed();
    old[1]!.answer([refusal('too-many-requests')]);
    old[2]!.fail(broken);
    publish('d');
    await new Promise(setImmediate);
    expect([fates, outbox.size, next.sendings.all.length, attempts]).toEqual([['first'], 4, 1, []]);
    again.succeed();
    const last = await next.sendings.take();
    expect([last.bodies, last.run]).toEqual([['d'], again.run]);
    last.succeed();
    await eventually(() => expect(fates).toEqual(['first', 'a', 'b', 'c', 'd']));
  });

  test('over one that pipelines the first goes alone again', async () => {
    const { use, outbox, publish, fates } = await inFlight();
    const next = new FakeTransport({ pipelines: true });
    use.change(next);
    outbox.switched();
    const again = await next.sendings.take();
    expect(again.bodies).toEqual(['a', 'b', 'c']);
    publish('d');
    await new Promise(setImmediate);
    expect(next.sendings.all).toHaveLength(1);
    again.succeed();
    await eventually(() => expect(fates).toHaveLength(4));
    expect((await next.sendings.take()).bodies).toEqual(['d']);
  });

  test('what was waited for of its own accord is waited for no longer; a time that the server named is', async () => {
    const { transport, use, outbox, publish, fates } = start({}, (fault) =>
      fault.afterMs === undefined ? 60_000 : 50,
    );
    publish('a');
    (await transport.sendings.take()).fail(broken);
    await eventually(() => expect(attempts).toEqual([0]));
    const second = new FakeTransport();
    use.change(second);
    outbox.switched();
    const sending = await second.sendings.take();
    const refusedAt = performance.now();
    sending.answer([refusal('too-many-requests', 50)]);
    await eventually(() => expect(attempts).toEqual([0, 0]));
    const third = new FakeTransport();
    use.change(third);
    outbox.switched();
    (await third.sendings.take()).succeed();
    expect(performance.now() - refusedAt).toBeGreaterThan(49);
    await eventually(() => expect(fates).toEqual(['a']));
    expect(faults).toEqual(['network', 'too-many-requests']);
  });
});

describe('giving up', () => {
  test('what the transport finds fatal fails its batch, and the rest goes on', async () => {
    const { transport, publish, fates } = start();
    publish('a', 'b');
    (await transport.sendings.take()).fail(new TransportFault('fatal', 'name-taken', ''));
    (await transport.sendings.take()).succeed();
    await eventually(() => expect(fates).toEqual(['a: name-taken', 'b']));
  });

  test('closing fails all that waits or is in flight, and all that comes', async () => {
    const { transport, publish, fates } = start();
    publish('a', 'b');
    await transport.sendings.take();
    controller.abort();
    publish('c');
    await eventually(() => expect(fates.toSorted()).toEqual(['a: closed', 'b: closed', 'c: closed']));
  });

  test('a sender that never waits is stopped before it fills the memory', async () => {
    const { outbox } = start();
    const fates = Promise.allSettled(
      Array.from({ length: 100_100 }, (_, i) => outbox.publish({ id: String(i), to: '', body: '' })),
    );
    controller.abort();
    const refused = (await fates).filter(
      (fate) => fate.status === 'rejected' && (fate.reason as TransportFault).code === 'outbox-full',
    );
    expect(refused).toHaveLength(99);
  });
});
