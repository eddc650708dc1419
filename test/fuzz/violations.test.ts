import { describe, expect, test } from '@jest/globals';
import type { Received } from '../../clients/core/receive.ts';
import type { Address } from '../../servers/protocol/address.ts';
import type { Notice } from '../../servers/protocol/notice.ts';
import type { Fate, History, Sent } from './history.ts';
import { violationsOf } from './violations.ts';

const ALICE = 'user:alice' as Address;
const BOB = 'user:bob' as Address;
const CAROL = 'user:carol' as Address;
const GROUP = 'group:all' as Address;

/** When the server of a history lost its memory, if it did. */
const LOSS = 100;

const taken = (at = 1): Fate => ({ kind: 'receipt', at });
const refused = (code: string): Fate => ({ kind: 'refusal', code });
const gap: Received = { kind: 'gap', reason: 'epoch-changed' };

/** Alice's message of this number, in the group or to Bob. */
const sent = (ordinal: number, fate?: Fate, rest: Partial<Sent> = {}): Sent => ({
  ordinal,
  id: `m${ordinal}`,
  from: ALICE,
  to: BOB,
  body: 'x',
  confirm: false,
  lossesBefore: 0,
  lossesAfter: 0,
  fate,
  ...rest,
});

const shown = (
  ordinal: number,
  { at = 1, from = ALICE, to }: { at?: number; from?: string; to?: Address } = {},
): Received => ({
  kind: 'message',
  message: { seq: ordinal, id: `m${ordinal}`, from, at, body: 'x', ...(to === undefined ? {} : { to }) },
});

const told = (notice: Notice): Received => ({
  kind: 'message',
  message: { seq: 1, id: 'n1', from: 'system', at: 1, body: '', notice },
});

/** Of Alice, Bob and Carol, all in the group. */
function history(
  messages: readonly Sent[],
  {
    alice = [],
    bob = [],
    carol = [],
    losses = [],
  }: Partial<Record<'alice' | 'bob' | 'carol', Received[]>> & { losses?: number[] },
): History {
  return {
    parties: [
      { address: ALICE, lives: [alice] },
      { address: BOB, lives: [bob] },
      { address: CAROL, lives: [carol] },
    ],
    group: { address: GROUP, members: [ALICE, BOB, CAROL] },
    maxBodyBytes: 10,
    sent: messages,
    losses,
  };
}

const three = [sent(1, taken()), sent(2, taken()), sent(3, taken())];
const said = [1, 2].map((ordinal) => sent(ordinal, taken(), { to: GROUP }));
const to = GROUP;

describe('the guarantee is kept where', () => {
  test.each<[string, History]>([
    ['all was shown in order', history(three, { bob: [shown(1), shown(2), shown(3)] })],
    [
      'what was lost with the memory is announced there',
      history([sent(1, taken()), sent(2, taken()), sent(3, taken(LOSS + 1))], {
        bob: [shown(1), gap, shown(3, { at: LOSS + 1 })],
        losses: [LOSS],
      }),
    ],
    ['what has no receipt is not shown', history([sent(1)], {})],
    ['what has none is shown', history([sent(1)], { bob: [shown(1)] })],
    [
      'a refusal came from a server that did not know any more that it had taken it',
      history([sent(1, refused('unknown-recipient'), { to: 'user:nobody', lossesAfter: 1 })], { losses: [LOSS] }),
    ],
    [
      'another log of the group has another order',
      history(said, {
        bob: [shown(1, { to }), shown(2, { to })],
        carol: [gap, shown(1, { at: LOSS + 1, to }), shown(2, { at: LOSS + 1, to })],
        losses: [LOSS],
      }),
    ],
  ])('%s', (_, kept) => {
    expect(violationsOf(kept)).toEqual([]);
  });
});

describe('the guarantee is broken where', () => {
  test.each<[string, History, RegExp]>([
    ['something is shown that nobody sent', history([], { bob: [shown(1)] }), /shown what nobody sent/],
    ['it is shown to somebody else', history([sent(1)], { carol: [shown(1)] }), /shown what nobody sent/],
    ['it is shown under another name', history([sent(1)], { bob: [shown(1, { from: CAROL })] }), /nobody sent/],
    ['it is shown twice', history([sent(1, taken())], { bob: [shown(1), shown(1)] }), /m1 twice/],
    ['order is lost', history(three, { bob: [shown(1), shown(3), shown(2)] }), /m2 after m3/],
    ['something is missing', history(three, { bob: [shown(1), shown(3)] }), /not shown user:alice's m2 to user:bob/],
    [
      'something is missing elsewhere than a gap is announced',
      history(three, { bob: [shown(1), shown(3), gap], losses: [LOSS] }),
      /not shown user:alice's m2/,
    ],
    [
      'something is missing that the server can not have forgotten',
      history([sent(1, taken(LOSS + 1))], { bob: [gap], losses: [LOSS] }),
      /not shown user:alice's m1/,
    ],
    ['a gap is announced for nothing', history([], { bob: [gap] }), /1 gaps \(epoch-changed\) of 0 losses/],
    [
      'a gap is none of the memory',
      history([], { bob: [{ kind: 'gap', reason: 'missed' }], losses: [LOSS] }),
      /1 gaps \(missed\) of 1/,
    ],
    [
      'something is refused for nothing',
      history([sent(1, refused('superseded'))], {}),
      /m1 to user:bob was superseded/,
    ],
    [
      'something is taken that can not be',
      history([sent(1, taken(), { to: 'user:nobody' })], {}),
      /was taken, not unknown/,
    ],
    [
      'something is too large and taken',
      history([sent(1, taken(), { body: 'x'.repeat(11) })], {}),
      /was taken, not too/,
    ],
    [
      'something refused is shown',
      history([sent(1, refused('too-large'), { body: 'x'.repeat(11) })], { bob: [shown(1)] }),
      /shown user:alice's m1 to user:bob, which was refused/,
    ],
    [
      'members see another order',
      history(said, { bob: [shown(1, { to }), shown(2, { to })], carol: [shown(2, { to }), shown(1, { to })] }),
      /shown m1 \(log 1\) of the group where user:carol was shown m2 \(log 1\)/,
    ],
    [
      'what was to be confirmed is not',
      history([sent(1, taken(), { confirm: true })], { bob: [shown(1)] }),
      /confirmed 0 times, not 1/,
    ],
    [
      'nor by a server that remembers it',
      history([sent(1, taken(LOSS + 1), { confirm: true })], { bob: [shown(1)], losses: [LOSS] }),
      /confirmed 0 times, not 1/,
    ],
    [
      'it is confirmed twice',
      history([sent(1, taken(), { confirm: true })], {
        bob: [shown(1)],
        alice: [1, 2].map(() => told({ code: 'delivered', party: BOB, to: BOB, ids: ['m1'] })),
      }),
      /confirmed 2 times, not 1/,
    ],
    [
      'it is said to be undeliverable',
      history([], { alice: [told({ code: 'undeliverable', party: BOB, to: BOB, ids: ['m1'] })] }),
      /told what can't be/,
    ],
  ])('%s', (_, broken, sentence) => {
    expect(violationsOf(broken).join('\n')).toMatch(sentence);
  });
});
