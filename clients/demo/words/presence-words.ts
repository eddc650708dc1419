import { type Sign, signText } from '../../../servers/protocol/presence.ts';
import type { TransportName } from '../../../servers/protocol/transport-name.ts';
import { defineWords } from './define-words.ts';

/** How the server knows whether somebody is there, as a person reads it. */
export const presenceWords = defineWords({ sign: signText }, { sign: chineseSign });

/** What an open line, or the last of one, is a sign of, as a person says who is told how many seconds ago. */
const SIGNS: Readonly<Record<TransportName, Readonly<Record<'open' | 'recent', (seconds: number) => string>>>> = {
  'short-polling': {
    open: (seconds) => `轮询在 ${seconds} 秒前发出`,
    recent: (seconds) => `上次轮询在 ${seconds} 秒前`,
  },
  'long-polling': {
    open: (seconds) => `轮询挂起中，${seconds} 秒前发出`,
    recent: (seconds) => `上次轮询在 ${seconds} 秒前`,
  },
  websocket: {
    open: (seconds) => `连接打开，${seconds} 秒前有动静`,
    recent: (seconds) => `连接在 ${seconds} 秒前关闭`,
  },
};

function chineseSign(sign: Sign): string {
  return sign.state === 'gone' ? '近来没有见到' : SIGNS[sign.transport][sign.state](Math.round(sign.agoMs / 1000));
}
