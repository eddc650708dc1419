import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ENGLISH } from '../../../clients/core/explain-words.ts';
import { toHar } from '../../../clients/demo/export/to-har.ts';
import { explainPiece } from '../../../clients/demo/race/explain-piece.ts';
import { readPurpose } from '../../../clients/demo/race/purpose.ts';
import type { Piece } from '../../../clients/demo/race/track.ts';
import type { AnswerContent, FrameContent, RequestContent } from '../../../clients/demo/wire/wire-event.ts';
import { ROUTES } from '../../../servers/protocol/routes.ts';

const bytes = { headBytes: 1, bodyBytes: 1 };
const paths = fc.oneof(
  fc.constantFrom(...Object.values(ROUTES), '//', 'http://[', '*', '/a:b@c:99999', '//a:99999/', ROUTES.messages),
  fc.string(),
);
const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'CONNECT', 'PATCH');
const bodies = fc.oneof(
  fc.constantFrom('[null]', '[1]', '[[]]', 'null', '{"error":null}', '[{"error":1},null]', '"error"'),
  fc.constantFrom('{"kind":"messages","cursor":"e.1","more":false,"messages":[null,1]}'),
  fc.constantFrom('{"type":"page","kind":"messages","cursor":"e.1","more":false,"messages":[null]}'),
  fc.json(),
  fc.string(),
);

const requests: fc.Arbitrary<RequestContent> = fc
  .tuple(methods, paths, bodies, fc.constantFrom('', 'Host: [', 'Host: a'))
  .map(([method, path, body, host]) => {
    return { kind: 'request', method, path, head: `${method} ${path} HTTP/1.1\r\n${host}`, body, ...bytes };
  });
const answers: fc.Arbitrary<AnswerContent> = fc
  .tuple(fc.constantFrom(0, 101, 200, 204, 304, 400, 999), bodies)
  .map(([status, body]) => ({ kind: 'answer', status, head: '', body, ...bytes, answers: 1 }));
const frames: fc.Arbitrary<FrameContent> = fc.tuple(fc.integer({ min: 0, max: 15 }), bodies).map(([opcode, text]) => {
  return { kind: 'frame', opcode, final: true, masked: true, text, headerBytes: 6, payloadBytes: 1 };
});
const UP_AND_DOWN = ['up', 'down'] as const;

const asPiece = (content: Piece['content'], direction: Piece['direction'], partner: Piece | null): Piece =>
  ({ content, direction, sentAt: 1, partner }) as Piece;

test('whatever somebody sends over a link is read, explained and kept: it stops nothing', () => {
  fc.assert(
    fc.property(requests, answers, frames, (request, answer, frame) => {
      const asked = asPiece(request, 'up', null);
      readPurpose(request, 'up');
      readPurpose(answer, 'down', request);
      explainPiece(asked, ENGLISH);
      explainPiece(asPiece(answer, 'down', asked), ENGLISH);
      for (const direction of UP_AND_DOWN) {
        readPurpose(frame, direction);
        explainPiece(asPiece(frame, direction, null), ENGLISH);
      }
      const sent = { kind: 'sent', phone: 'a', connection: 1, at: 1, piece: 1, direction: 'up' } as const;
      expect(toHar([{ of: 'wire', event: { ...sent, content: request } }]).log.entries).toHaveLength(1);
    }),
    { numRuns: 1000 },
  );
});
