import {
  explainAnswer,
  explainClientFrame,
  explainClose,
  explainRequest,
  explainServerFrame,
} from '../../core/explain.ts';
import type { ExplainWords } from '../../core/explain-words.ts';
import type { Piece } from './track.ts';

const OPCODE_CLOSE = 8;
const UNKNOWN = { method: '', path: '' };

/** What a piece means, in a few words. */
export function explainPiece({ content, direction, sentAt, partner }: Piece, words: ExplainWords): string {
  if (content.kind === 'request') return explainRequest(content, words);
  if (content.kind === 'answer') {
    const { method, path } = partner?.content.kind === 'request' ? partner.content : UNKNOWN;
    return explainAnswer({ ...content, method, path, durationMs: sentAt - (partner?.sentAt ?? sentAt) }, words);
  }
  if (content.opcode !== OPCODE_CLOSE) {
    return direction === 'up' ? explainClientFrame(content.text, words) : explainServerFrame(content.text, words);
  }
  const [code = '', ...reason] = content.text.split(' ');
  return explainClose(Number(code), reason.join(' '), direction === 'up' ? 'client' : 'server', words);
}
