import { describe, expect, test } from '@jest/globals';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import type { NodeClientOptions } from '../../clients/node.ts';
import { TRANSPORT_NAMES, type TransportName } from '../../servers/protocol/transport-name.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { type Lab, type LabOptions, nobodyHolds, startLab } from '../harness/lab.ts';
import { leftovers } from '../harness/leftovers.ts';

/** What a transport can't do, so that the contract does not ask for it. */
export interface TransportEntry {
  readonly name: TransportName;
  /** Whether it keeps something open on the server between messages, of which a session may have one. */
  readonly holdsALine: boolean;
}

/** Tries again soon, so that a test does not wait for a human's patience. */
const impatient = fullJitter({ baseMs: 10, capMs: 50 });

/** Puts something in front of a server, and gives the URL under which clients reach it then. */
export type InFront = (url: string) => Promise<string>;

const nothing: InFront = async (url) => url;

/**
 * What every transport must do, from a client's handler to another's through a real server. Run it once per transport.
 *
 * @param inFront What stands between. Default: nothing.
 */
export function transportContract({ name, holdsALine }: TransportEntry, inFront: InFront = nothing): void {
  describe(`transport: ${name}`, () => {
    let users = 0;

    async function start(options?: LabOptions): Promise<Lab> {
      const lab = await startLab(options);
      return { ...lab, url: await inFront(lab.url) };
    }

    function client(lab: Pick<Lab, 'url'>, options: Partial<NodeClientOptions> = {}) {
      users += 1;
      return openClient({ url: lab.url, user: `u${users}`, transport: name, retry: impatient, ...options });
    }

    /** A server, somebody who sends and somebody who has signed in. */
    async function scene(options: LabOptions = {}) {
      const lab = await start(options);
      const alice = client(lab, { user: 'alice' });
      const bob = client(lab, { user: 'bob' });
      await bob.signIn();
      return { lab, alice, bob };
    }

    const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => String(from + i));

    test('a message arrives as it was sent, and its sender gets a receipt', async () => {
      const { alice, bob } = await scene();
      const receiving = startReceiving(bob);
      const receipt = await alice.publish('user:bob', 'hello 明 \u0000 \u{1F9F8}', { id: 'id-1' });
      expect(receipt).toEqual({ id: 'id-1', at: expect.any(Number), online: expect.any(Boolean) });
      expect(await messages(receiving, 1)).toEqual([
        { seq: 1, id: 'id-1', from: 'user:alice', at: receipt.at, body: 'hello 明 \u0000 \u{1F9F8}' },
      ]);
    });

    test('messages arrive in the order of their sending, though nobody waited for the receipts', async () => {
      const { alice, bob } = await scene();
      const receiving = startReceiving(bob);
      const receipts = numbers(1000).map((body) => alice.publish('user:bob', body));
      const got = await messages(receiving, 1000, 20_000);
      expect(got.map(({ body }) => body)).toEqual(numbers(1000));
      expect((await Promise.all(receipts)).length).toBe(1000);
    });

    test('what was sent while nobody read waits, more than one page of it', async () => {
      const { alice, bob } = await scene();
      await Promise.all(numbers(700).map((body) => alice.publish('user:bob', body)));
      const states: string[] = [];
      bob.observeState((state) => states.push(state));
      const receiving = startReceiving(bob);
      expect((await messages(receiving, 700)).map(({ body }) => body)).toEqual(numbers(700));
      await eventually(() => expect(bob.status.state).toBe('live'));
      expect(states).toEqual(['connecting', 'catching-up', 'live']);
    });

    test('"end" leaves out what was sent before', async () => {
      const { alice, bob } = await scene();
      await alice.publish('user:bob', 'before');
      const receiving = startReceiving(bob, 'end');
      await eventually(() => expect(bob.status.state === 'live' || bob.status.state === 'connecting').toBe(true));
      await eventually(async () => {
        await alice.publish('user:bob', 'after');
        expect(receiving.items.all.length).toBeGreaterThan(0);
      });
      expect((await messages(receiving, 1)).every(({ body }) => body === 'after')).toBe(true);
    });

    test('C1 receiving again goes on where the last handler had come to; what was not handled comes again', async () => {
      const { alice, bob } = await scene();
      await Promise.all(numbers(10).map((body) => alice.publish('user:bob', body)));
      const handled: string[] = [];
      for await (const item of bob.receive()) {
        if (item.kind !== 'message') continue;
        // The handler of the fifth message never finishes.
        if (item.message.body === '4') break;
        handled.push(item.message.body);
      }
      const receiving = startReceiving(bob);
      await messages(receiving, 6);
      expect([...handled, ...(await messages(receiving, 6)).map(({ body }) => body)]).toEqual(numbers(10));
    });

    test('C1 the cursor moves only after the handler of the last message of a page has run', async () => {
      const { alice, bob } = await scene();
      await alice.publish('user:bob', 'one');
      let during: string | undefined;
      for await (const item of bob.receive()) {
        expect(item.kind).toBe('message');
        during ??= bob.status.position;
        await alice.publish('user:bob', 'two');
        if (item.kind === 'message' && item.message.seq === 2) break;
      }
      expect(during).toBe('start');
      expect(bob.status.position).toMatch(/\.1$/);
    });

    test('W4 a handler may answer what it is given, however much waits behind that', async () => {
      const { alice, bob } = await scene();
      const answers = startReceiving(alice);
      const controller = new AbortController();
      let sentAll!: () => void;
      const allSent = new Promise<void>((resolve) => {
        sentAll = resolve;
      });
      const receiving = (async () => {
        for await (const item of bob.receive(controller.signal)) {
          await allSent;
          if (item.kind === 'message') await bob.publish('user:alice', item.message.body);
        }
      })();
      // One after the other, so that a transport which pushes has a page for each.
      for (const body of numbers(40)) await alice.publish('user:bob', body);
      sentAll();
      expect((await messages(answers, 40)).map(({ body }) => body)).toEqual(numbers(40));
      controller.abort();
      await receiving;
    });

    test('M4 a loss is announced, and what is left follows', async () => {
      const { alice, bob } = await scene({ retention: { maxMessages: 5 } });
      for (const body of numbers(8)) await alice.publish('user:bob', body);
      const receiving = startReceiving(bob);
      await messages(receiving, 5);
      expect(receiving.items.all[0]).toEqual({ kind: 'gap', reason: 'trimmed' });
      expect((await messages(receiving, 5)).map(({ body }) => body)).toEqual(numbers(5, 3));
      expect(bob.status.gaps).toBe(1);
    });

    test('M2 a server that comes back without its memory: everybody signs in again, the gap is announced, it goes on', async () => {
      const first = await startLab();
      const { port } = new URL(first.url);
      const url = await inFront(first.url);
      const alice = client({ url }, { user: 'alice' });
      const bob = client({ url }, { user: 'bob' });
      await bob.signIn();
      const receiving = startReceiving(bob);
      await alice.publish('user:bob', 'before');
      await messages(receiving, 1);
      await first.close();
      await startLab({ port: Number(port) });
      await receiving.items.until((items) => items.some(({ kind }) => kind === 'gap'), 'gap');
      const sent = alice.publish('user:bob', 'after');
      await messages(receiving, 2);
      await sent;
      expect(receiving.items.all.map((item) => (item.kind === 'gap' ? item.reason : item.message.body))).toEqual([
        'before',
        'epoch-changed',
        'after',
      ]);
    });

    test('a server that is not there yet is waited for, by receiver and sender', async () => {
      const placeholder = await startLab();
      const { port } = new URL(placeholder.url);
      const url = await inFront(placeholder.url);
      await placeholder.close();
      const bob = client({ url }, { user: 'bob' });
      const states: string[] = [];
      bob.observeState((state) => states.push(state));
      const receiving = startReceiving(bob);
      await eventually(() => expect(states).toContain('waiting'));
      await startLab({ port: Number(port) });
      await eventually(() => expect(bob.status.state).toBe('live'));
      const alice = client({ url }, { user: 'alice' });
      await alice.publish('user:bob', 'hello');
      expect((await messages(receiving, 1))[0]!.body).toBe('hello');
    });

    test('ending a receiver ends what it holds, at once and without a fault', async () => {
      const { lab, bob } = await scene();
      const receiving = startReceiving(bob);
      await eventually(() => expect(['live', 'connecting']).toContain(bob.status.state));
      if (holdsALine) await eventually(() => expect(leftovers(lab).watching).toBe(1));
      await receiving.stop();
      expect(bob.status.state).toBe('stopped');
      await nobodyHolds(lab);
    });

    test('ending a receiver that is just signing in takes nothing from a publish', async () => {
      const { lab, bob } = await scene();
      const carol = client(lab);
      const receiving = startReceiving(carol);
      const receipt = carol.publish('user:bob', 'hello');
      await receiving.stop();
      await receipt;
      expect((await messages(startReceiving(bob), 1))[0]!.body).toBe('hello');
    });

    test('what is refused for good fails the publish, with the code, and nothing else', async () => {
      const { alice, bob } = await scene();
      const receiving = startReceiving(bob);
      const fates = await Promise.allSettled([
        alice.publish('user:bob', 'first'),
        alice.publish('user:nobody', ''),
        alice.publish('bob', ''),
        alice.publish('user:bob', 'x'.repeat(8193)),
        alice.publish('user:bob', 'last'),
      ]);
      expect(
        fates.map((fate) => (fate.status === 'rejected' ? (fate.reason as { code: string }).code : 'sent')),
      ).toEqual(['sent', 'unknown-recipient', 'bad-request', 'too-large', 'sent']);
      expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['first', 'last']);
    });

    test('X4 a message too large for the wire itself fails alone', async () => {
      const { alice, bob } = await scene();
      const receiving = startReceiving(bob);
      const fates = await Promise.allSettled([
        alice.publish('user:bob', 'first'),
        alice.publish('user:bob', 'x'.repeat(200_000)),
        alice.publish('user:bob', 'x'.repeat(1_000_000)),
        alice.publish('user:bob', 'x'.repeat(30_000_000)),
        alice.publish('user:bob', 'last'),
      ]);
      expect(
        fates.map((fate) => (fate.status === 'rejected' ? (fate.reason as { code: string }).code : 'sent')),
      ).toEqual(['sent', 'too-large', 'too-large', 'too-large', 'sent']);
      expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['first', 'last']);
    });

    test('X4 how large a message may be is for the server to say', async () => {
      const { alice, bob } = await scene({ maxBodyBytes: 3_000_000, retention: { maxBytes: 2 ** 24 } });
      const body = '明'.repeat(1_000_000);
      await alice.publish('user:bob', body);
      await expect(alice.publish('user:bob', `${body}x`)).rejects.toMatchObject({ code: 'too-large' });
      expect((await messages(startReceiving(bob), 1))[0]!.body === body).toBe(true);
    });

    test('X4 more messages in a second than allowed are sent again, in order, when they may be', async () => {
      const { alice, bob } = await scene({ maxSends: 100 });
      const receiving = startReceiving(bob);
      const receipts = numbers(250).map((body) => alice.publish('user:bob', body));
      const got = await messages(receiving, 250, 10_000);
      expect(got.map(({ body }) => body)).toEqual(numbers(250));
      await Promise.all(receipts);
    });

    test('M7 the same id twice is one message', async () => {
      const { alice, bob } = await scene();
      const receiving = startReceiving(bob);
      await alice.publish('user:bob', 'once', { id: 'same' });
      const again = ['same', 'same', 'same'].map((id) => alice.publish('user:bob', 'once', { id }));
      await alice.publish('user:bob', 'other');
      await Promise.all(again);
      expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['once', 'other']);
    });

    test('a name that somebody else holds ends the receiver with that', async () => {
      const { lab } = await scene();
      const receiving = startReceiving(client(lab, { user: 'bob' }));
      await expect(receiving.ended).rejects.toMatchObject({ code: 'name-taken', kind: 'fatal' });
    });

    test('a client receives once at a time', async () => {
      const { bob } = await scene();
      startReceiving(bob);
      await eventually(() => expect(bob.status.state).not.toBe('stopped'));
      await expect(startReceiving(bob).ended).rejects.toThrow('receives already');
    });

    test('after close nothing is sent, received or held, and the name is free', async () => {
      const { lab, alice, bob } = await scene();
      const receiving = startReceiving(bob);
      await alice.publish('user:bob', 'hello');
      await messages(receiving, 1);
      await Promise.all([alice.close(), bob.close()]);
      await receiving.ended;
      await expect(alice.publish('user:bob', 'late')).rejects.toMatchObject({ code: 'closed' });
      expect(lab.services.parties.sessions.size).toBe(0);
      await nobodyHolds(lab);
    });

    test('one connection per request does as well', async () => {
      const lab = await start();
      const alice = client(lab, { user: 'alice', keepAlive: false });
      const bob = client(lab, { user: 'bob', keepAlive: false });
      await bob.signIn();
      const receiving = startReceiving(bob);
      for (const body of numbers(20)) await alice.publish('user:bob', body);
      expect((await messages(receiving, 20)).map(({ body }) => body)).toEqual(numbers(20));
    });

    test.each(TRANSPORT_NAMES)('P20 what is sent over %s arrives over it', async (sendingOver) => {
      const { lab, bob } = await scene();
      const receiving = startReceiving(bob);
      const sender = client(lab, { user: 'sender', transport: sendingOver });
      for (const body of numbers(5)) await sender.publish('user:bob', body);
      expect((await messages(receiving, 5)).map(({ body }) => body)).toEqual(numbers(5));
    });
  });
}
