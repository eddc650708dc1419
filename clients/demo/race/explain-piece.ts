import { explainAnswer, explainClientFrame, explainClose, explainRequest, explainServerFrame } from '../../core/explain.ts';
import type { ExplainWords } from '../../core/explain-words.ts';
import type { Piece } from './track.ts';

const OPCODE_CLOSE = 8;

/** What a piece means, in a few words. */
export function explainPiece({ content, direction, sentAt, partner }: Piece, words: ExplainWords): string {
  switch (content.kind) {
    case 'request':
      return explainRequest(content, words);
    case 'answer': {
      const asked = partner?.content.kind === 'request' ? partner.content : { method: '', path: '' };
      return explainAnswer({ ...content, ...pathOf(asked), durationMs: sentAt - (partner?.sentAt ?? sentAt) }, words);
    }
    case 'frame':
      if (content.opcode === OPCODE_CLOSE) {
        const [code = '', ...reason] = content.text.split(' ');
        return explainClose(Number(code), reason.join(' '), direction === 'up' ? 'client' : 'server', words);
      }
      return direction === 'up' ? explainClientFrame(content.text, words) : explainServerFrame(content.text, words);
  }
}

function pathOf({ method, path }: { method: string; path: string }): { method: string; path: string } {
  return { method, path };
}
