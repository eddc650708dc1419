import { describe, expect, test } from '@jest/globals';
import { fullJitter } from '../../clients/core/retry-policy.ts';
import type { Address } from '../../servers/protocol/address.ts';
import { TRANSPORT_NAMES } from '../../servers/protocol/transport-name.ts';
import { messages, openClient, startReceiving } from '../harness/clients.ts';
import { eventually } from '../harness/eventually.ts';
import { type LabOptions, startLab } from '../harness/lab.ts';
import { startLink } from '../harness/links.ts';

const retry = fullJitter({ baseMs: 5, capMs: 20 });

/** A server behind a link that resets the line when the server has written `what`, the first `times` times. */
async function labThatLoses(what: string, times: number, options: LabOptions = {}) {
  const lab = await startLab(options);
  const link = await startLink(lab.url);
  const lost = { times: 0 };
  link.inspectAnswer = (bytes) => {
    if (lost.times >= times || !bytes.includes(what)) return 'pass';
    lost.times += 1;
    return 'cut';
  };
  return { lab, link, lost };
}

describe('L4 a page that the server wrote and nobody got', () => {
  test.each(TRANSPORT_NAMES)('%s: comes again with the same cursor; shown once, in order', async (transport) => {
    const { lab, link, lost } = await labThatLoses('"kind":"messages"', 3);
    const alice = openClient({ url: lab.url, user: 'alice', transport });
    const bob = openClient({ url: link.url, user: 'bob', transport, retry });
    await bob.signIn();
    const receiving = startReceiving(bob);
    for (let i = 0; i < 20; i += 1) await alice.publish('user:bob', String(i));
    const got = await messages(receiving, 20);
    expect(lost.times).toBe(3);
    expect(got.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(bob.status.gaps).toBe(0);
  });
});

describe('M7 a receipt that the server wrote and nobody got', () => {
  test.each([
    ['long-polling', '"receipt"'],
    ['websocket', '"type":"receipt"'],
  ] as const)('%s: the message is sent again and there once', async (transport, what) => {
    const { lab, link, lost } = await labThatLoses(what, 3);
    const alice = openClient({ url: link.url, user: 'alice', transport, retry });
    const bob = openClient({ url: lab.url, user: 'bob', transport });
    await bob.signIn();
    const receiving = startReceiving(bob);
    await Promise.all(Array.from({ length: 20 }, (_, i) => alice.publish('user:bob', String(i))));
    const got = await messages(receiving, 20);
    expect(lost.times).toBe(3);
    expect(got.map(({ body }) => body)).toEqual(Array.from({ length: 20 }, (_, i) => String(i)));
    expect(lab.services.mailboxes.held.messages).toBe(20);
  });
});

test.each(TRANSPORT_NAMES)(
  'C4 a receipt that was lost with all that the server remembered: the message is sent again and shown once: %s',
  async (transport) => {
    const { lab, link, lost } = await labThatLoses('"receipt"', Infinity);
    const around = await startLink(lab.url);
    const alice = openClient({ url: link.url, user: 'alice', transport, retry });
    const bob = openClient({ url: around.url, user: 'bob', transport, retry });
    await bob.signIn();
    const receiving = startReceiving(bob);
    const receipt = alice.publish('user:bob', 'hello');
    await messages(receiving, 1);
    await eventually(() => expect(lost.times).toBeGreaterThan(0));

    const next = await startLab();
    await next.services.mailboxes.open('user:bob' as Address);
    for (const each of [link, around]) each.target = new URL(next.url);
    await lab.close();
    // Not before: the old one would still have said it.
    link.inspectAnswer = () => 'pass';
    await receipt;
    await alice.publish('user:bob', 'more');
    expect((await messages(receiving, 2)).map(({ body }) => body)).toEqual(['hello', 'more']);
    expect(bob.status).toMatchObject({ gaps: 1, duplicates: 1 });
  },
);

test.each(TRANSPORT_NAMES)(
  '%s: a sign-in that the server answered and nobody heard of is over some time, and then it signs in',
  async (transport) => {
    const { link, lost } = await labThatLoses('"token"', 1, { sessionIdleMs: 200 });
    const alice = openClient({ url: link.url, user: 'alice', transport, retry });
    await alice.publish('user:alice', 'to herself');
    expect(lost.times).toBe(1);
  },
);

test.each(TRANSPORT_NAMES)('lines that are reset again and again cost nothing but time: %s', async (transport) => {
  const lab = await startLab();
  const link = await startLink(lab.url);
  const alice = openClient({ url: lab.url, user: 'alice', transport });
  const bob = openClient({ url: link.url, user: 'bob', transport, retry });
  await bob.signIn();
  const receiving = startReceiving(bob);
  const cuts = setInterval(() => link.cut(), 30);
  for (let i = 0; i < 200; i += 1) await alice.publish('user:bob', String(i));
  clearInterval(cuts);
  const got = await messages(receiving, 200);
  expect(got.map(({ body }) => body)).toEqual(Array.from({ length: 200 }, (_, i) => String(i)));
  await eventually(() => expect(bob.status).toMatchObject({ state: 'live', gaps: 0 }));
});
