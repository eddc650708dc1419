import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseAddress } from '../../../servers/protocol/address.ts';
import { CLOSE, closeFor, closeOf } from '../../../servers/protocol/close-code.ts';
import { formatCursor, isCursor, isPosition, placeOf } from '../../../servers/protocol/cursor.ts';
import { type ErrorCode, ERRORS, ProtocolError } from '../../../servers/protocol/error-code.ts';

const document = readFileSync(new URL('../../../servers/PROTOCOL.md', import.meta.url), 'utf8');

test('PROTOCOL.md has every error code with its status, and no other', () => {
  const rows = [...document.matchAll(/^\| `([a-z-]+)` +\| +(\d{3}) \|/gm)].map(([, code, status]) => [
    code,
    Number(status),
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status])),
  );
});

test('W6 PROTOCOL.md has every close code and whether to come back; each has a reason', () => {
  const rows = [...document.matchAll(/^\| +(\d{4}) \| [^|]+ \| (yes|no)/gm)].map(([, code, back]) => [
    code,
    back === 'yes',
  ]);
  expect(Object.fromEntries(rows)).toEqual(
    Object.fromEntries(Object.values(CLOSE).map(({ code, reconnect }) => [String(code), reconnect])),
  );
  for (const { reason } of Object.values(CLOSE)) expect(reason).not.toBe('');
});

test('a close that an error leads to agrees with it on whether to try again', () => {
  for (const error of Object.keys(ERRORS) as ErrorCode[]) {
    const close = closeFor(error);
    expect(close.error === error || close === CLOSE.internal).toBe(true);
    expect(closeOf(close.code)).toBe(close);
  }
  expect(closeFor('superseded').reconnect).toBe(ERRORS.superseded.retry);
  expect(closeFor('unknown-session').reconnect).toBe(ERRORS['unknown-session'].retry);
  expect(closeOf(4999)).toBeUndefined();
});

test('an error on the wire has its code and message, and the time to come back only where there is one', () => {
  expect(JSON.parse(JSON.stringify(new ProtocolError('name-taken')))).toEqual({
    code: 'name-taken',
    message: ERRORS['name-taken'].text,
  });
  expect(new ProtocolError('overloaded', 'full', { retryAfterMs: 5 }).toJSON()).toEqual({
    code: 'overloaded',
    message: 'full',
    retryAfterMs: 5,
  });
});

describe('addresses', () => {
  test.each(['user:alice', 'toy:熊', 'group:a.b-c_d', 'user:7', 'user:สมชื่อ', 'user:नमस्ते', 'user:שָׁלוֹם'.normalize()])(
    '%s is one',
    (text) => {
      expect(parseAddress(text)).toBe(text);
    },
  );

  // Of the names that look like others, the first is é in two code points; the others hold what is not seen.
  test.each([
    '',
    'alice',
    'user:',
    ':x',
    'user:a b',
    'USER:x',
    'user:x:y',
    `user:${'x'.repeat(33)}`,
    'user:e\u0301',
    'user:alice\u034F',
    'user:alice\uFE0F',
    'user:ali\u115Fce',
    'user:alice\u3164',
    'user:alice\u{E0100}',
    'user:ali\u17B4ce',
    'user:a\u0323\u0331\u0330\u032D\u0316',
    'system:x',
  ])('%j is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('cursors', () => {
  test('hold epoch and seq', () => {
    expect(placeOf(formatCursor('ab-_9', 12))).toEqual({ epoch: 'ab-_9', seq: 12 });
  });

  test.each(['e.0', 'A-_9.1', `e.${'9'.repeat(15)}`])('%s is one', (text) => {
    expect(isCursor(text) && isPosition(text)).toBe(true);
  });

  test.each([
    '',
    'e',
    'e.',
    '.1',
    'e.01',
    'e.-1',
    'e.1.1',
    'e 1.1',
    `e.${'9'.repeat(16)}`,
    `${'e'.repeat(41)}.1`,
    'e.1\n',
  ])('%j is none', (text) => {
    expect(isCursor(text)).toBe(false);
    expect(isPosition(text)).toBe(false);
  });

  test('a position is a cursor, start or end', () => {
    expect([isPosition('start'), isPosition('end'), isPosition('middle')]).toEqual([true, true, false]);
  });
});
