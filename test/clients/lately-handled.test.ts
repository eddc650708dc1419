import { describe, expect, test } from '@jest/globals';
import { LatelyHandled } from '../../clients/core/lately-handled.ts';
import type { Address } from '../../servers/protocol/address.ts';
import type { Message } from '../../servers/protocol/message.ts';

const message = (id: string, rest: Partial<Message> = {}): Message => ({
  seq: 1,
  id,
  from: 'user:alice',
  at: 0,
  body: '',
  ...rest,
});

describe('C4 what was handled lately', () => {
  test('is known again when seqs begin anew, and not before: until then they tell', () => {
    const lately = new LatelyHandled();
    lately.add(message('1'));
    expect(lately.has(message('1'))).toBe(false);
    lately.seqsBeginAnew();
    expect(lately.has(message('1', { seq: 7, at: 7 }))).toBe(true);
    lately.add(message('2'));
    expect(lately.has(message('2'))).toBe(false);
    lately.seqsBeginAnew();
    expect([lately.has(message('1')), lately.has(message('2'))]).toEqual([true, true]);
  });

  const others: Partial<Message>[] = [{ from: 'user:bob' }, { to: 'group:all' as Address }, { id: '2' }];
  test.each(others)('is not taken for something else: %j', (other) => {
    const lately = new LatelyHandled();
    lately.add(message('1'));
    lately.seqsBeginAnew();
    expect(lately.has(message('1', other))).toBe(false);
  });

  test('is what somebody sent: the ids of what the server itself says begin anew, too', () => {
    const lately = new LatelyHandled();
    const said = message('n1', {
      from: 'system',
      notice: { code: 'joined', group: 'group:all' as Address, party: 'user:bob' as Address },
    });
    lately.add(said);
    lately.seqsBeginAnew();
    expect(lately.has(said)).toBe(false);
  });

  test('is the last thousand', () => {
    const lately = new LatelyHandled();
    for (let id = 1; id <= 2500; id += 1) lately.add(message(String(id)));
    lately.seqsBeginAnew();
    const known = Array.from({ length: 2500 }, (_, i) => i + 1).filter((id) => lately.has(message(String(id))));
    expect([known.length, known[0], known.at(-1)]).toEqual([1000, 1501, 2500]);
  });
});
