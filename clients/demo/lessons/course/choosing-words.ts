import { defineWords } from '../../words/define-words.ts';

export const choosingWords = defineWords(
  {
    title: 'Choosing',
    idea: [
      'You have seen all three at work. None of them is the best; each is the best at something. What decides are a few plain questions: how old may the news be, how often does something happen, who has to pay for it, and what lies between.',
      'Often it comes down to one comparison: how many questions are asked for each message. Short polling asks by the clock, long polling asks once for nearly every message, a WebSocket never asks.',
      'And whatever you choose: with a cursor, a heartbeat and jitter each of them is dependable, and without them none is.',
    ],
    question:
      'Ten messages come every second, over a round trip of 100 ms. Short polling asks once a second. Which of the three asks the server most often?',
    options: [
      {
        says: 'Short polling: it asks without end.',
        why: 'It asks by the clock: not quite once a second, however much there is. The answers are longer, that is all.',
      },
      {
        says: 'Long polling: nearly every message takes a question of its own.',
        why: 'Right. The answer goes out with the first message that comes, so B must ask again at once – some seven times a second.',
      },
      {
        says: 'The WebSocket: each message has a frame of its own.',
        why: 'Frames, yes, but no questions. Nobody asks the server for anything.',
      },
      {
        says: 'All ask alike: it is ten messages a second for all of them.',
        why: 'How many messages come and how many questions are asked are two different things. That they are is why there is something to choose.',
      },
    ],
    phases: {
      quiet: 'A quiet quarter: one message in twenty seconds.',
      rush: 'Rush hour: a hundred messages in ten seconds.',
      patient: 'Rush hour again, but B is content with news that is five seconds old, and polls accordingly.',
      end: 'Now choose for a case of your own, below.',
    },
    notices: [
      'When it is quiet, short polling asks and asks; long polling and the WebSocket sit and wait.',
      'In the rush it is the other way round: long polling asks many times as often as short polling.',
      'Two or three questions for a hundred messages: who can wait gets it cheap.',
      'The WebSocket does not care: the same tenth of a second in all of it.',
    ],
    notes: {
      plan: [
        { minutes: 1, what: 'What have we seen? One sentence for each of the six lessons, from the class.' },
        { minutes: 2, what: 'The question. It is the one that most who know the subject get wrong.' },
        { minutes: 3, what: 'The run, with an eye on the requests in the gauges.' },
        {
          minutes: 3,
          what: 'The decision aid, for three cases of the class: a stock ticker, a parcel tracker, a chat.',
        },
        { minutes: 1, what: 'For whoever has a terminal: the command that checks the choice by measuring.' },
      ],
      misconceptions: [
        {
          claim: 'Polling is wasteful at any rate.',
          truth: 'For each message, it is the cheaper the busier it gets: its questions do not multiply.',
          see: 'Second phase: some nine questions against some seventy.',
        },
        {
          claim: 'Long polling is obsolete.',
          truth:
            'For rare messages it is as fresh as a WebSocket, at about one request each, through everything that understands HTTP.',
          see: 'First phase: one or two questions in twenty seconds, and a message after 0.1 s.',
        },
        {
          claim: 'WebSocket is always faster, so take it always.',
          truth:
            'It is never slower here. But it wants a heartbeat, a way to resume, limits for slow readers, and servers that can hold a connection for each client.',
          see: 'Lessons 4, 5 and 6 are what comes with it.',
        },
      ],
      questions: [
        'A weather station reports every ten minutes. What do you choose, and what would change your mind?',
        'How would you find out whether a proxy on the way tolerates a WebSocket?',
        'What would Server-Sent Events be, as a mixture of what you know now?',
      ],
      numbers: [
        'Ten messages a second, round trip 100 ms: short polling 0.09 questions for each message, long polling 0.73, WebSocket none.',
        'Mean latency there: 0.69 s, 0.14 s and 0.1 s. With an interval of 5 s, short polling: 2.7 s, at 0.02 questions for each message.',
        'One message a minute: short polling 55 questions for each, 98 % of them in vain; long polling 4.5; both figures without the WebSocket’s six heartbeats each way.',
        'Check it: npm run bench -- --rate 10/s --rtt 100ms',
      ],
    },
  },
  {
    title: '怎么选',
    idea: [
      '三种方式你都见过了。没有哪一种最好，每一种都有自己最擅长的。起决定作用的是几个朴素的问题：消息可以多旧，事情多久发生一次，代价由谁来付，中间隔着什么。',
      '常常归结为一个比较：为每条消息要问几次。短轮询按钟点问，长轮询几乎每条消息问一次，WebSocket 从不问。',
      '而且不管选哪个：有游标、心跳和抖动，它们个个可靠；没有，就一个也不可靠。',
    ],
    question: '每秒来十条消息，往返 100 毫秒。短轮询每秒问一次。三种方式里谁问服务器问得最多？',
    options: [
      {
        says: '短轮询：它问个没完。',
        why: '它按钟点问：不管有多少消息，都是每秒不到一次。只是回答长一些罢了。',
      },
      {
        says: '长轮询：几乎每条消息都要单独问一次。',
        why: '对。第一条消息一到，回答就走了，B 只好马上再问：每秒大约七次。',
      },
      {
        says: 'WebSocket：每条消息都有自己的帧。',
        why: '有帧，但没有提问。没有谁在向服务器要什么。',
      },
      {
        says: '都一样：大家都是每秒十条消息。',
        why: '来多少消息和问多少次是两回事。正因为如此，才有得选。',
      },
    ],
    phases: {
      quiet: '清静时分：二十秒里一条消息。',
      rush: '高峰：十秒里一百条消息。',
      patient: '又是高峰，但 B 觉得五秒前的消息也够新，轮询间隔就照此设。',
      end: '现在到下面，为你自己的情形选一选。',
    },
    notices: [
      '清静时，短轮询问了又问；长轮询和 WebSocket 坐着等。',
      '高峰时反过来：长轮询问的次数是短轮询的好几倍。',
      '一百条消息只问两三次：能等的人，花费就少。',
      'WebSocket 不为所动：自始至终都是那十分之一秒。',
    ],
    notes: {
      plan: [
        { minutes: 1, what: '我们见过了什么？请同学们为前六课各说一句话。' },
        { minutes: 2, what: '提问。越是懂行的人越容易答错的，就是这一题。' },
        { minutes: 3, what: '运行，留意仪表里的请求数。' },
        { minutes: 3, what: '用选择助手看三个大家提出的情形，比如股票行情、快递查询、聊天。' },
        { minutes: 1, what: '手边有终端的同学：用那条命令实测，看选得对不对。' },
      ],
      misconceptions: [
        {
          claim: '轮询在任何情况下都浪费。',
          truth: '按每条消息算，越忙它越便宜：提问不会跟着变多。',
          see: '第二阶段：九次上下的提问，对比七十次上下。',
        },
        {
          claim: '长轮询早过时了。',
          truth: '消息稀少时，它和 WebSocket 一样新鲜，每条大约一个请求，凡是懂 HTTP 的地方都过得去。',
          see: '第一阶段：二十秒里只问一两次，消息 0.1 秒就到。',
        },
        {
          claim: 'WebSocket 总是更快，所以永远用它。',
          truth: '在这里它从不更慢。但它还要心跳、要能续传、要提防读得慢的一方，还要服务器能为每个客户端留着一条连接。',
          see: '第 4、5、6 课就是随它一起来的东西。',
        },
      ],
      questions: [
        '气象站每十分钟报一次数。你选哪种？什么情况会让你改主意？',
        '怎样弄清路上的代理容不容得下 WebSocket？',
        '用你现在知道的东西来拼，Server-Sent Events 会是怎样的混合？',
      ],
      numbers: [
        '每秒十条、往返 100 毫秒：每条消息的提问，短轮询 0.09 次，长轮询 0.73 次，WebSocket 没有。',
        '此时的平均延迟：0.69 秒、0.14 秒、0.1 秒。短轮询间隔 5 秒时：2.7 秒，每条 0.02 次提问。',
        '每分钟一条：短轮询每条 55 次提问，98% 白问；长轮询 4.5 次；WebSocket 两个方向各六次心跳没有计入。',
        '自己验证：npm run bench -- --rate 10/s --rtt 100ms',
      ],
    },
  },
);
