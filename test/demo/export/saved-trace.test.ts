import { expect, test } from '@jest/globals';
import { embedTrace } from '../../../clients/demo/export/embed-trace.ts';
import { parseNdjson, type SavedTrace, toNdjson } from '../../../clients/demo/export/saved-trace.ts';
import type { Entry } from '../../../clients/demo/journal/journal.ts';

const SENDING: Entry = {
  of: 'phone',
  phone: 'chat-a',
  event: { kind: 'sending', at: 1.5, id: '1', to: 'user:bob', body: 'two\nlines, </script><!--<script>' },
};
const OPENED: Entry = { of: 'wire', event: { kind: 'opened', phone: 'chat-a', connection: 1, at: 1 } };
const TRACE: SavedTrace = { savedAt: 2, forgotten: 3, thread: '1', entries: [OPENED, SENDING] };

test('a trace is read as it was written, a line for each entry', () => {
  const text = toNdjson(TRACE);
  expect(text.split('\n')).toHaveLength(4);
  expect(parseNdjson(text)).toEqual(TRACE);
});

test.each([
  ['', 'not-json'],
  ['{"format": "something"}', 'not-a-trace'],
  [toNdjson(TRACE).replace('"version":1', '"version":2'), 'other-version'],
  [`${toNdjson(TRACE)}{"of": "weather", "event": {}}`, 'not-a-trace'],
  [`${toNdjson(TRACE)}null`, 'not-json'],
  [`${toNdjson(TRACE)}{"of"`, 'not-json'],
])('what is no trace is refused: %j', (text, code) => {
  expect(() => parseNdjson(text)).toThrow(expect.objectContaining({ code }));
});

const event = { kind: 'sent', phone: 'a', connection: 1, at: 1, piece: 1, direction: 'up' };
const frame = { kind: 'frame', opcode: 1, final: true, masked: true, text: '', headerBytes: 2, payloadBytes: 0 };

test('an entry may be any that a page has', () => {
  const entries = [
    { of: 'wire', event: { ...event, content: frame } },
    { of: 'phone', phone: 'a', event: { kind: 'received', at: 1, item: { kind: 'gap', reason: 'trimmed' } } },
    { of: 'phone', phone: 'a', event: { kind: 'signed-out', at: 1 } },
  ] as readonly Entry[];
  expect(parseNdjson(toNdjson({ ...TRACE, entries })).entries).toEqual(entries);
});

test.each([
  { of: 'wire', event: null },
  { of: 'wire', event: { ...event } },
  { of: 'wire', event: { ...event, content: { ...frame, text: { length: 1e9 } } } },
  { of: 'wire', event: { ...event, content: { ...frame, payloadBytes: -1 } } },
  { of: 'wire', event: { ...event, content: frame, at: '1' } },
  { of: 'wire', event: { ...event, content: frame, at: 1e300 } },
  { of: 'wire', event: { ...event, content: frame, phone: ['a'] } },
  { of: 'wire', event: { ...event, content: frame, direction: '__proto__' } },
  { of: 'wire', event: { ...event, content: { kind: 'picture', src: 'http://a/' } } },
  { of: 'phone', phone: 'a', event: { kind: 'sending', at: 1, id: '1', to: 'user:b', body: null } },
  { of: 'phone', phone: 'a', event: { kind: 'received', at: 1, item: { kind: 'message', message: null } } },
  { of: 'phone', phone: 'a', event: { kind: 'exec', at: 1 } },
  { of: 'phone', event: { kind: 'signed-out', at: 1 } },
])('what nothing could be shown of is no entry: %j', (entry) => {
  expect(() => parseNdjson(`${toNdjson(TRACE)}${JSON.stringify(entry)}`)).toThrow('line 4 is no entry of a trace');
});

test.each([{ savedAt: 'now' }, { savedAt: 1e300 }, { forgotten: '<b>' }, { thread: {} }])(
  'nor is what its first line may say: %j',
  (about) => {
    const text = toNdjson({ ...TRACE, ...(about as Partial<SavedTrace>) });
    expect(() => parseNdjson(text)).toThrow('line 1');
  },
);

test('nothing in a trace ends its place in a page, and it is read there as it was', () => {
  const [before, after] = ['<p><script id="saved-trace" type="application/x-ndjson">', '</script></p>'];
  const page = embedTrace(before + after, toNdjson(TRACE));
  const embedded = page.slice(before.length, -after.length);
  expect(embedded).not.toContain('<');
  expect(parseNdjson(embedded)).toEqual(TRACE);
});

test('a page without a place for a trace is refused', () => {
  expect(() => embedTrace('<p></p>', '')).toThrow('no place');
});
