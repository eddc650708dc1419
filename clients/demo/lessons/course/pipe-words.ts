import { defineWords } from '../../words/define-words.ts';

export const pipeWords = defineWords(
  {
    title: 'The open pipe',
    idea: [
      'A WebSocket begins as an HTTP request that asks for something else: “let us keep this connection, and both talk on it whenever we like.” The server agrees with 101, and from then on there are no questions and answers any more, only frames.',
      'A frame is small: two bytes or a few around the message, where a request carries hundreds of bytes of headers. And nobody waits for anybody: several messages may be on the way at once.',
      'The price is that the connection is now yours to look after. HTTP brings errors, timeouts and retries along with each request; a pipe has none of that by itself.',
    ],
    question:
      'The round trip is 100 ms, and it is quiet. A sends a single message over all three. In which order does it arrive?',
    options: [
      {
        says: 'WebSocket far ahead, then long polling, then short polling.',
        why: 'That is what nearly everybody says. But a question hangs at the server already: the message goes A to server to B on both, two ways of 50 ms.',
      },
      {
        says: 'WebSocket and long polling about together, short polling later.',
        why: 'Right. On both the message only has to travel; on short polling it has to wait for the next question, too.',
      },
      {
        says: 'Long polling first: it needs no framing.',
        why: 'Framing takes microseconds. Neither has an advantage with a single message.',
      },
      {
        says: 'All three together: the way is the same.',
        why: 'The way is; but with short polling the message lies at the server until B asks again, half a second on average.',
      },
    ],
    phases: {
      single: 'Now and then a message. Compare the three arrival times of each.',
      busy: 'Two hundred messages in ten seconds.',
      quiet: 'Silence. Something still goes over the pipe.',
      end: 'That was it.',
    },
    notices: [
      'Single messages: WebSocket and long polling tie, at two ways of 50 ms each.',
      'Under load they part. Over HTTP a sender that keeps the order has one request under way, and what comes meanwhile waits; the pipe takes each message at once.',
      'Count the questions: long polling asked dozens of times for what the pipe brought without a single one.',
      'In the silence, ticks: the heartbeat. The pipe asks itself whether it is still alive, and learns the round trip by it.',
    ],
    notes: {
      plan: [
        { minutes: 2, what: 'The idea. Letters against a telephone line that is left open.' },
        {
          minutes: 2,
          what: 'The question. Write the votes on the board: most classes are wrong, and remember it all the better.',
        },
        { minutes: 3, what: 'The run. Stop in the first phase and put the three threads of one message side by side.' },
        { minutes: 2, what: 'Look inside one long-polling exchange and one frame, and compare bytes for bytes.' },
        { minutes: 1, what: 'Who looks after the pipe? Leads to lessons 4 and 5.' },
      ],
      misconceptions: [
        {
          claim: 'WebSocket is always faster.',
          truth:
            'For messages that come one at a time it ties with long polling. It wins where messages come faster than a round trip, where connections would have to be opened anew, and in bytes.',
          see: 'First phase against second phase: 100 ms each, then 100 against nearly 150.',
        },
        {
          claim: 'A WebSocket is a TCP connection in the browser.',
          truth:
            'It is a protocol of messages on top of one, begun by an HTTP request, with frames, masks and a closing handshake.',
          see: 'Look inside the first exchange of the WebSocket lane (101), then a frame: opcode, mask, length.',
        },
        {
          claim: 'What is sent over a WebSocket has arrived.',
          truth:
            'send() hands it to a buffer. Whether it came, only an answer tells: the lab’s receipts are frames of their own.',
          see: 'Each message of A is followed by a receipt a round trip later; lesson 4 loses one.',
        },
      ],
      questions: [
        'How would you log in on a WebSocket, when a browser lets you set no headers?',
        'Why must a client mask its frames, and a server must not?',
        'Ten thousand open pipes on one server: what does it have to remember for each of them?',
      ],
      numbers: [
        'Round trip 100 ms. WebSocket: two ways, 0.1 s, at any rate. Long polling: 0.1 s for a message that comes alone.',
        'At 20 messages a second long polling’s mean is 147 ms: nine of ten messages come while A’s last request is still under way, and wait for half of it on average.',
        'At that rate long polling asks 0.47 times for each message, about 94 times in ten seconds; the WebSocket not at all.',
        'The WebSocket’s heartbeat comes every 10 s; the round trip that it measures is the link’s.',
        'Check it: npm run bench -- --rate 20/s --rtt 100ms',
      ],
    },
  },
  {
    title: '一直开着的管道',
    idea: [
      'WebSocket 始于一个 HTTP 请求，但它要的是别的东西：“这条连接我们留着，谁想说话随时说。”服务器答 101 表示同意，此后不再有一问一答，只有一个个帧。',
      '帧很小：消息外面只包几个字节，而一个请求要带几百字节的头部。而且谁也不用等谁：几条消息可以同时在路上。',
      '代价是：这条连接从此归你照看。HTTP 的每个请求自带错误、超时和重试；管道本身什么都没有。',
    ],
    question: '往返时间 100 毫秒，四下安静。A 用三种方式各发同一条消息。到达的先后如何？',
    options: [
      {
        says: 'WebSocket 遥遥领先，然后是长轮询，再是短轮询。',
        why: '几乎人人都这么说。可是长轮询的提问早已挂在服务器那里：两者都是 A 到服务器、服务器到 B，两段各 50 毫秒的路。',
      },
      {
        says: 'WebSocket 和长轮询差不多同时到，短轮询晚一些。',
        why: '对。前两者的消息只需赶路；短轮询的消息还得等下一次提问。',
      },
      {
        says: '长轮询最先：它不用分帧。',
        why: '分帧只要几微秒。单条消息时两者谁也占不到便宜。',
      },
      {
        says: '三个同时到：路都是一样的。',
        why: '路是一样，但短轮询的消息要在服务器那里躺到 B 再来问，平均半秒。',
      },
    ],
    phases: {
      single: '偶尔来一条消息。比较每条的三个到达时刻。',
      busy: '十秒之内两百条消息。',
      quiet: '安静下来了。管道里却仍有东西在走。',
      end: '就是这些。',
    },
    notices: [
      '单条消息：WebSocket 与长轮询打平，都是两段 50 毫秒的路。',
      '忙起来就分出高下：走 HTTP 又要保持顺序，发送方同一时刻只能有一个请求在途，其间的消息都得等；管道则来一条走一条。',
      '数数提问：长轮询问了几十次才拿到的东西，管道一次也没问就送到了。',
      '安静时的小刻度是心跳：管道在自问“我还活着吗”，顺便量出往返时间。',
    ],
    notes: {
      plan: [
        { minutes: 2, what: '讲思路。写信，对比一条一直不挂断的电话线。' },
        { minutes: 2, what: '提问。把票数写在黑板上：多数班级都会答错，也因此记得更牢。' },
        { minutes: 3, what: '运行。在第一阶段暂停，把同一条消息的三条线放在一起看。' },
        { minutes: 2, what: '点开长轮询的一次往来和 WebSocket 的一个帧，逐字节比较。' },
        { minutes: 1, what: '这条管道由谁照看？引出第 4、5 课。' },
      ],
      misconceptions: [
        {
          claim: 'WebSocket 总是更快。',
          truth:
            '消息一条一条来时，它和长轮询打平。它赢在这些地方：消息来得比一个往返还密，连接本要反复重建，以及字节数。',
          see: '第一阶段对比第二阶段：先是各 100 毫秒，后是 100 对将近 150。',
        },
        {
          claim: 'WebSocket 就是浏览器里的 TCP 连接。',
          truth: '它是架在 TCP 之上的消息协议：由一个 HTTP 请求开场，有帧、有掩码、有关闭握手。',
          see: '点开 WebSocket 赛道的第一次往来（101），再点开一个帧：操作码、掩码、长度。',
        },
        {
          claim: '从 WebSocket 发出去的，就是到了的。',
          truth: 'send() 只是交给缓冲区。到没到，只有回音说了算：本实验室的回执就是单独的帧。',
          see: 'A 的每条消息之后，隔一个往返就有一个回执；第 4 课会弄丢回答。',
        },
      ],
      questions: [
        '浏览器不让你给 WebSocket 设置头部，那怎么登录？',
        '为什么客户端的帧必须加掩码，而服务器的帧不许加？',
        '一台服务器上一万条开着的管道：每一条它都要记住些什么？',
      ],
      numbers: [
        '往返 100 毫秒。WebSocket：两段路，0.1 秒，消息再密也如此。长轮询：单独到来的消息 0.1 秒。',
        '每秒 20 条时，长轮询平均 147 毫秒：十条里有九条到来时 A 的上一个请求还在途，平均要等它的一半。',
        '在这个速率下长轮询每条消息提问 0.47 次，十秒约 94 次；WebSocket 一次也没有。',
        'WebSocket 每 10 秒一次心跳，量出的往返时间就是链路的往返时间。',
        '自己验证：npm run bench -- --rate 20/s --rtt 100ms',
      ],
    },
  },
);
