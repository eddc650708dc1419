import { describe, expect, test } from '@jest/globals';
import { LONGEST_TEXT_BYTES } from '../../../bench/demo/wire/beginning.ts';
import { type HttpMessage, HttpReader } from '../../../bench/demo/wire/http-reader.ts';
import { PhoneTap } from '../../../bench/demo/wire/phone-tap.ts';
import { heldMemory } from '../../harness/held-memory.ts';

const MEBIBYTE = 1024 * 1024;

/** What is read of these bytes, whole. */
function messagesIn(bytes: string | Buffer, side: 'client' | 'server' = 'client'): HttpMessage[] {
  const messages: HttpMessage[] = [];
  new HttpReader(side, (message) => messages.push(message)).read(Buffer.from(bytes));
  return messages;
}

const request = (headers: readonly string[], rest = ''): string =>
  `${['POST /messages HTTP/1.1', ...headers].join('\r\n')}\r\n\r\n${rest}`;

/** A request whose body ends, by its own account, where its head begins. */
function endless(): string {
  const before = (length: number): string => request([`Content-Length: -${length}`]);
  return `${before(before(10).length)}x`;
}

describe('what anybody may send to the tap', () => {
  test.each([
    ['a length before the beginning', endless()],
    ['a chunk that ends before it begins', request(['Transfer-Encoding: chunked'], '\r\n-7\r\nx')],
    ['a chunk of less than nothing', request(['Transfer-Encoding: chunked'], '-1\r\nx\r\n0\r\n\r\n')],
    ['a length that is no number', request(['Content-Length: 0x10'], 'x'.repeat(40))],
    ['two lengths', request(['Content-Length: 1', 'Content-Length: 2'], 'xy')],
    ['a coding that nobody knows', request(['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n')],
    ['a header without a name', request([': x'])],
    ['a header that goes on in the next line', request(['A: b', ' c'])],
    ['another version', 'GET / HTTP/2.0\r\n\r\n'],
    ['a chunk that is longer than it says', request(['Transfer-Encoding: chunked'], '1\r\nxyz\r\n0\r\n\r\n')],
  ])('%s is no HTTP: nothing is told of it, nor of what follows', (_, bytes) => {
    expect(messagesIn(bytes + request([]))).toEqual([]);
  });

  test('blanks take no longer than other bytes', () => {
    const blanks = request(['A: b', ' '.repeat(60_000)]);
    const startedAt = performance.now();
    messagesIn(blanks);
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test.each([
    ['a head', 'GET / HTTP/1.1\r\n', 'A: b\r\n'],
    ['a header', 'GET / HTTP/1.1\r\nA: ', 'b'],
    ['the line before a chunk', request(['Transfer-Encoding: chunked'], '1;'), 'b'],
    ['what follows the last chunk', request(['Transfer-Encoding: chunked'], '0\r\n'), 'A: b\r\n'],
    ['a body', request(['Content-Length: 999999999999']), 'b'],
    [
      'a message of frames',
      request(['Connection: Upgrade', 'Upgrade: websocket'], '\u0001\u007F\0\0\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF'),
      'b',
    ],
  ])('%s without end is not kept', (_, beginning, more) => {
    const line = new PhoneTap('ann', () => {}).watch();
    const bytes = Buffer.from(more.repeat(MEBIBYTE / more.length));
    line.entered('up', Buffer.from(beginning, 'latin1'));
    line.entered('up', bytes);
    const before = heldMemory();
    for (let i = 0; i < 30; i += 1) line.entered('up', bytes);
    expect(heldMemory() - before).toBeLessThan(5 * MEBIBYTE);
    line.closed('client');
  });

  test('requests on a dead line are not kept either', () => {
    const line = new PhoneTap('ann', () => {}).watch();
    const bytes = Buffer.from(request([]).repeat(10_000));
    line.lost('up');
    line.lost('down');
    line.entered('up', bytes);
    const before = heldMemory();
    for (let i = 0; i < 30; i += 1) line.entered('up', bytes);
    expect(heldMemory() - before).toBeLessThan(5 * MEBIBYTE);
    line.closed('client');
  });
});

describe('what a server takes is read as the server reads it', () => {
  test('an offer of another protocol changes nothing', () => {
    const offer = request(['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'Content-Length: 1'], 'x');
    expect(messagesIn(offer + request([]))).toMatchObject([{ isUpgrade: false, body: 'x' }, { path: '/messages' }]);
  });

  test('chunks with extensions, and headers behind the last', () => {
    const chunked = request(
      ['transfer-encoding: Chunked'],
      '5;a="b"\r\nhello\r\nA \r\n, world!!!\r\n0\r\nA: b\r\n\r\n',
    );
    expect(messagesIn(chunked + request([]))).toMatchObject([{ body: 'hello, world!!!' }, { body: '' }]);
  });

  test('an answer that ends with its connection', () => {
    expect(messagesIn('HTTP/1.1 200 OK\r\n\r\nhello', 'server')).toEqual([]);
  });

  test('a head as long as is kept', () => {
    const long = request([`A: ${'b'.repeat(LONGEST_TEXT_BYTES - 100)}`]);
    expect(messagesIn(long)).toMatchObject([{ headBytes: long.length }]);
  });
});
