import { ERRORS } from '../../../servers/protocol/error-code.ts';
import type { FaultCode } from '../../core/fault.ts';
import { defineWords } from './define-words.ts';

/** What went wrong, in a sentence. */
export const faultWords = defineWords<Readonly<Record<FaultCode, string>>>(
  {
    ...(Object.fromEntries(Object.entries(ERRORS).map(([code, { text }]) => [code, text])) as Record<
      keyof typeof ERRORS,
      string
    >),
    network: 'The server can’t be reached, or the connection broke.',
    timeout: 'No answer came in time.',
    silent: 'The connection gave no sign of life any more.',
    closed: 'The connection, or this phone, was closed.',
    'bad-answer': 'Something answered that is no server of the lab.',
    'outbox-full': 'Too many messages are waiting to be sent.',
    'inbox-full': 'Too many messages are waiting to be shown.',
  },
  {
    'bad-request': '请求不符合协议规定的格式。',
    'unknown-session': '没有这个会话：请（重新）登录。',
    'wrong-credentials': '密码或密钥与这个名字不符。',
    'forbidden-origin': '这个来源的网页不能使用这台服务器。',
    forbidden: '当前会话不允许这样做。',
    'not-a-member': '只有群成员才能这样做。',
    'not-found': '这个路径下什么也没有。',
    'unknown-recipient': '没有人用这个名字登录过。',
    'unknown-group': '没有这个群。',
    'method-not-allowed': '这个路径不支持这种方法。',
    'name-taken': '这个名字已有人在用。',
    'limit-reached': '数量已达上限。',
    superseded: '同一会话有了更新的读者，由它接手了。',
    'too-large': '消息超过了服务器允许的大小。',
    'not-json': '请发送 JSON，并带上 Content-Type: application/json。',
    'upgrade-required': '这个路径只接受 WebSocket。',
    'too-many-requests': '每秒发送的消息超过了会话的上限。',
    internal: '服务器出错了，原因在它的日志里。',
    'shutting-down': '服务器正在关闭，请稍后再试。',
    overloaded: '服务器已满负荷，请稍后再试。',
    network: '连不上服务器，或连接中断了。',
    timeout: '没有及时收到回答。',
    silent: '连接已经没有任何动静。',
    closed: '连接或这部手机已关闭。',
    'bad-answer': '回答的不是实验室的服务器。',
    'outbox-full': '等待发送的消息太多了。',
    'inbox-full': '等待显示的消息太多了。',
  },
);
