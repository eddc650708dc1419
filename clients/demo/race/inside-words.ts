import type { Content } from '../wire/wire-event.ts';
import { defineWords } from '../words/define-words.ts';
import type { Purpose } from './purpose.ts';

interface InsideWords {
  readonly title: string;
  readonly close: string;
  readonly kinds: Readonly<Record<Content['kind'], string>>;
  readonly up: (who: string) => string;
  readonly down: (who: string) => string;
  readonly connection: string;
  readonly sent: string;
  readonly arrived: string;
  readonly lost: string;
  readonly cut: string;
  readonly transit: string;
  readonly server: string;
  readonly underway: string;
  readonly oneSided: string;
  readonly size: string;
  readonly sizeOf: (headers: string, body: string) => string;
  readonly frameSizeOf: (header: string, payload: string) => string;
  readonly opcode: string;
  readonly opcodes: Readonly<Record<number, string>>;
  readonly final: string;
  readonly notFinal: string;
  readonly masked: string;
  readonly notMasked: string;
  readonly maskedNote: string;
  readonly head: string;
  readonly body: string;
  readonly payload: string;
  readonly noBody: string;
  readonly secret: string;
  readonly partners: string;
  /** What a piece is there for. */
  readonly why: Readonly<Record<Purpose, string>>;
}

/** What stands beside a piece that is looked into. */
export const insideWords = defineWords<InsideWords>(
  {
    title: 'Look inside',
    close: 'Close',
    kinds: { request: 'Request', answer: 'Answer', frame: 'Frame' },
    up: (who: string) => `${who} → server`,
    down: (who: string) => `server → ${who}`,
    connection: 'Connection',
    sent: 'Sent',
    arrived: 'Arrived',
    lost: 'Lost',
    cut: 'Cut off',
    transit: 'On the way',
    server: 'At the server',
    underway: 'on its way',
    oneSided: 'seen from one side only',
    size: 'Size',
    sizeOf: (headers: string, body: string) => `${headers} head + ${body} body`,
    frameSizeOf: (header: string, payload: string) => `${header} header + ${payload} payload`,
    opcode: 'Opcode',
    opcodes: {
      0: 'continuation',
      1: 'text',
      2: 'binary',
      8: 'close',
      9: 'ping',
      10: 'pong',
    },
    final: 'last of its message (FIN)',
    notFinal: 'more to come',
    masked: 'masked',
    notMasked: 'not masked',
    maskedNote: 'Clients mask every frame, servers none (RFC 6455, 5.3).',
    head: 'Head',
    body: 'Body',
    payload: 'Payload',
    noBody: 'no body',
    secret: '• stands for each character of what is secret.',
    partners: 'Belongs to it',
    why: {
      ask: 'A client that polls can only hear by asking: each question costs a request, with all its headers.',
      publish: 'On its way into the receiver’s mailbox. Its id makes sending it again harmless.',
      page: 'Messages on their way to B, in order, with the cursor to read on from.',
      empty: 'Nothing new. That is what polling pays for not being told.',
      receipt: 'The server has it: in the receiver’s mailbox from now on.',
      heartbeat: 'A sign of life. Without it nobody notices a line that died without a word.',
      error: 'Refused, or an announced loss: nothing goes missing in silence.',
      other: 'Setting up: who it is, which connection, what was agreed.',
    },
  },
  {
    title: '里面的内容',
    close: '关闭',
    kinds: { request: '请求', answer: '回答', frame: '帧' },
    up: (who: string) => `${who} → 服务器`,
    down: (who: string) => `服务器 → ${who}`,
    connection: '连接',
    sent: '发出',
    arrived: '到达',
    lost: '丢失',
    cut: '被切断',
    transit: '路上',
    server: '在服务器',
    underway: '还在路上',
    oneSided: '只从一端看到',
    size: '大小',
    sizeOf: (headers: string, body: string) => `头部 ${headers} + 正文 ${body}`,
    frameSizeOf: (header: string, payload: string) => `帧头 ${header} + 载荷 ${payload}`,
    opcode: '操作码',
    opcodes: { 0: '续帧', 1: '文本', 2: '二进制', 8: '关闭', 9: 'ping', 10: 'pong' },
    final: '是这条消息的最后一帧（FIN）',
    notFinal: '后面还有',
    masked: '有掩码',
    notMasked: '无掩码',
    maskedNote: '客户端的每一帧都加掩码，服务器的都不加（RFC 6455 第 5.3 节）。',
    head: '头部',
    body: '正文',
    payload: '载荷',
    noBody: '没有正文',
    secret: '每个 • 代表一个保密的字符。',
    partners: '与它相关的',
    why: {
      ask: '轮询的客户端只有问了才听得到：每问一次就是一个请求，连同它全部的头部。',
      publish: '正送往接收者的信箱。有了 id，重发一次也无害。',
      page: '送往 B 的消息，按顺序，并带着下次从哪里接着读的游标。',
      empty: '没有新消息。这就是“没人通知、只能去问”的代价。',
      receipt: '服务器收到了：从现在起，它就在对方的信箱里。',
      heartbeat: '一次“我还在”。没有它，线路悄悄断了谁也不知道。',
      error: '被拒绝，或者是一次宣布了的丢失：没有什么会悄悄不见。',
      other: '准备工作：是谁、用哪条连接、约定了什么。',
    },
  },
);
