import { ENGLISH, type ExplainWords } from '../../core/explain-words.ts';
import { toSeconds } from '../../../servers/protocol/units.ts';
import { defineWords } from '../words/define-words.ts';

const BY = { client: '由客户端', server: '由服务器', link: '' } as const;
const GAPS: Readonly<Record<string, string>> = {
  'epoch-changed': '服务器失去了记忆（epoch 变了）',
  trimmed: '旧消息已被清理',
  ahead: '游标超前于服务器',
};

/** What goes over the wire, explained in a few words. */
export const explainWords = defineWords<ExplainWords>(ENGLISH, {
  signsIn: '登录',
  asksIfSignedIn: '询问自己是否仍在登录状态',
  signsOut: '退出登录',
  sendsOne: '发送一条消息',
  sends: (messages) => `发送 ${messages} 条消息`,
  looksUp: (about) => `查询 ${about}`,
  addsTo: (about) => `向 ${about} 添加`,
  follows: (about) => `关注 ${about}`,
  ends: (about) => `结束 ${about}`,
  looksBack: (about) => `翻看 ${about} 的历史`,
  asks: '询问有没有新消息',
  asksToHold: (holdMs) => `询问有没有新消息，服务器最多可挂起 ${toSeconds(holdMs)} s 再回答`,
  asksForUpgrade: (after) =>
    after === null ? '请求升级为 WebSocket，只用来发送' : `请求升级为 WebSocket，从 ${after} 之后开始接收`,
  upgraded: '已升级：连接打开',
  noAnswer: (how, afterMs, why) =>
    `${toSeconds(afterMs).toFixed(1)} s 后${how === 'aborted' ? '放弃' : '失败'}：${why}`,
  refused: (status, code) =>
    code === null ? `被拒绝：${status}，而且不是本实验室服务器的回答` : `被拒绝：${status} ${code}`,
  answered: (status) => `回答 ${status}`,
  signedIn: (address) => (address === null ? '已登录' : `已登录为 ${address}`),
  signedOut: '已退出登录',
  receipts: (receipts, refusals) =>
    `${receipts} 个回执${refusals.length === 0 ? '' : `，${refusals.length} 条被拒绝：${[...new Set(refusals)].join('、')}`}`,
  receipt: '回执：消息已存入对方信箱',
  emptyAfter: (ms) => `空的：等了 ${ms < 1000 ? `${Math.round(ms)} ms` : `${toSeconds(ms).toFixed(1)} s`}，没有新消息`,
  empty: '空的：已经没有落下的消息',
  page: (messages, more) => `一页 ${messages} 条消息${more ? '，后面还有' : ''}`,
  gap: (reason) => `有缺口：${GAPS[reason] ?? reason}`,
  opened: '连接打开',
  hello: (heartbeatMs, silenceMs) =>
    `hello：每 ${toSeconds(heartbeatMs)} s 一次 ping，沉默满 ${toSeconds(silenceMs)} s 就算断线`,
  refusedFrame: (code) => `被拒绝：${code}`,
  aboutToClose: (code) => `马上要关闭：${code}`,
  closed: (code, why, by) => `${BY[by]}关闭，${code}${why === null ? '，没说原因' : ` ${why}`}`,
  unknownFrame: '不是协议里的帧',
});
