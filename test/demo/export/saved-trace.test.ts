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
