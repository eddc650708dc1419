import { defineWords } from '../../words/define-words.ts';

export const silenceWords = defineWords(
  {
    title: 'Is anybody there',
    idea: [
      'A line can die in two ways. If somebody hangs up, or a router says that there is no way any more, both ends are told. But a pulled cable, a train in a tunnel, a phone that goes from wireless to mobile, a router that forgot a connection: nobody says anything. Nothing comes any more, that is all.',
      'And “nothing comes” is exactly what a healthy line looks like while nobody speaks.',
      'The only remedy is to ask for a sign of life and to count the silence. That is the heartbeat: a ping, a pong, and a limit beyond which silence means death.',
    ],
    question:
      'B’s cable is pulled out while its WebSocket is idle. The client has no heartbeat. What does its readyState say a minute later?',
    options: [
      {
        says: '3, CLOSED: the operating system notices a pulled cable at once.',
        why: 'Perhaps that of its own socket on its own plug. Beyond the next switch it notices nothing, and most lines die farther away than that.',
      },
      {
        says: '2, CLOSING: the browser is still trying.',
        why: 'CLOSING means that this side has begun to say goodbye. Nobody has a reason to.',
      },
      {
        says: '1, OPEN: as if nothing had happened.',
        why: 'Right. OPEN means: it was opened, and nobody has said that it is over. It says nothing about the line. With nothing of its own to send, such a client waits for hours.',
      },
      {
        says: '1, OPEN – but an error event is fired.',
        why: 'An error would need somebody who reports it. All that there is is silence.',
      },
    ],
    phases: {
      well: 'All is well. The WebSocket of B has no heartbeat.',
      pulled:
        'B’s plug is pulled out on every lane: nothing passes, and nothing is closed. Four messages are on their way.',
      back: 'The plug is back: new connections pass. The dead ones stay dead.',
      heartbeat: 'Now B’s WebSocket gets its heartbeat.',
      end: 'That was it.',
    },
    notices: [
      'B’s WebSocket in the last row of the table: 1 OPEN, and yet silent for more than 15 s, while messages are missing.',
      'Both ways of polling have noticed: a question without an answer runs into its timeout, and is asked again.',
      'The plug is back, and polling has caught up with everything. The WebSocket is still OPEN, still silent, still missing them.',
      'With the heartbeat the silence has a limit: given up, connected anew, and thanks to the cursor everything is there.',
    ],
    notes: {
      plan: [
        {
          minutes: 1,
          what: 'The idea. A telephone line on which nobody speaks: is it dead, or is the other one thinking?',
        },
        { minutes: 2, what: 'The question. Almost nobody picks OPEN for the right reason; ask for the reason.' },
        { minutes: 4, what: 'The run. Read the last row of the table aloud: “OPEN, 20 s … OPEN, 25 s …”.' },
        {
          minutes: 2,
          what: 'Whose heartbeat found what? The server pings too, and has let go of the dead socket long before B knows.',
        },
        { minutes: 1, what: 'How short should a heartbeat be? Batteries and radio against the time in the dark.' },
      ],
      misconceptions: [
        {
          claim: 'OPEN means connected.',
          truth:
            'It means: opened once, and no word of an end so far. Only something that arrives proves that the line is alive.',
          see: 'Second and third phase: OPEN beside a silence of half a minute.',
        },
        {
          claim: 'TCP’s own keep-alive takes care of that.',
          truth: 'It is off by default, begins after two hours where it is not set otherwise, and a page can’t set it.',
          see: 'Let the naive client wait as long as the class likes.',
        },
        {
          claim: 'Sending something shows whether the line is dead.',
          truth: 'send() succeeds: the bytes go into a buffer. TCP repeats them for many minutes before it gives up.',
          see: 'Break it: pull A’s plug and send: “sent” grows, “stored” does not, and A’s WebSocket is OPEN.',
        },
        {
          claim: 'Polling is the primitive way.',
          truth: 'Each answer is a sign of life, and each question has a timeout. Polling has its heartbeat built in.',
          see: 'Third phase: both polling lanes recover by themselves.',
        },
      ],
      questions: [
        'Why do both sides need to look for silence? What does the server keep for a client that is dead?',
        'Why is a heartbeat answered by the program, and not just by the operating system?',
        'A client that is found dead: why does it wait a random time before it connects again? (Lesson 6.)',
      ],
      numbers: [
        'For this run: an answer may take 5 s, a hold 10 s. Short polling notices after at most 6 s, long polling after at most 15 s.',
        'With the heartbeat: a ping every 10 s, and 5 s for the answer, so silence of 15 s is the limit. The client that gets its heartbeat late finds out within 15 s more.',
        'Usually an answer may take 10 s and a hold 15 s: then it is 11 s, 25 s and 15 s.',
        'The server finds the dead socket after the same 15 s, by its own pings, and closes it.',
      ],
    },
  },
  {
    title: '有人在吗',
    idea: [
      '线路有两种死法。有人挂断了，或者路由器说此路不通，两头都会得到消息。可是拔掉的网线、进了隧道的火车、从 Wi-Fi 换到移动网络的手机、忘掉了某条连接的路由器：谁也不说一声。只是不再有东西过来，仅此而已。',
      '而“没有东西过来”，恰恰也是一条健康的线路在没人说话时的样子。',
      '唯一的办法是讨一个活着的信号，并且数着沉默了多久。这就是心跳：一问（ping）、一答（pong），外加一个界限，沉默超过它就当作死了。',
    ],
    question: 'B 的 WebSocket 空闲时，网线被拔掉了。客户端没有心跳。一分钟后它的 readyState 是什么？',
    options: [
      {
        says: '3，CLOSED：操作系统马上就知道网线拔了。',
        why: '自己插口上的那根，也许知道；隔了一台交换机就什么也不知道了，而线路多半断在更远的地方。',
      },
      {
        says: '2，CLOSING：浏览器还在努力。',
        why: 'CLOSING 表示这一边已经开始道别。可谁也没有理由道别。',
      },
      {
        says: '1，OPEN：好像什么也没发生。',
        why: '对。OPEN 的意思是：打开过，还没有人说结束。至于线路如何，它只字未提。自己没有东西要发的客户端，可以这样等上几个小时。',
      },
      {
        says: '1，OPEN，不过会触发 error 事件。',
        why: '出错也要有人来报。这里有的只是沉默。',
      },
    ],
    phases: {
      well: '一切正常。B 的 WebSocket 没有心跳。',
      pulled: '每条赛道上 B 的插头都拔掉了：什么也过不去，什么也没关闭。其间有四条消息。',
      back: '插头插回去了：新的连接可以通过。死掉的连接依然是死的。',
      heartbeat: '现在给 B 的 WebSocket 装上心跳。',
      end: '就是这些。',
    },
    notices: [
      '表格最后一行，B 的 WebSocket：1 OPEN，却沉默了 15 秒以上，消息没到。',
      '两种轮询都发觉了：得不到回答的提问会超时，然后再问。',
      '插头插回来，轮询把消息全补上了。WebSocket 还是 OPEN，还是沉默，还是缺着它们。',
      '有了心跳，沉默就有了界限：放弃，重新连接；靠着游标，消息一条不少。',
    ],
    notes: {
      plan: [
        { minutes: 1, what: '讲思路。电话里没有声音：是线断了，还是对方在想事情？' },
        { minutes: 2, what: '提问。选 OPEN 而理由正确的人很少，一定要问理由。' },
        { minutes: 4, what: '运行。把表格最后一行大声念出来：“OPEN，20 秒……OPEN，25 秒……”。' },
        { minutes: 2, what: '谁的心跳发现了什么？服务器也在 ping：它早就放弃了那条死连接，B 自己还蒙在鼓里。' },
        { minutes: 1, what: '心跳该多密？电池和信号，对比蒙在鼓里的时间。' },
      ],
      misconceptions: [
        {
          claim: 'OPEN 就是连着的。',
          truth: '它只表示：打开过，至今没有结束的消息。只有真正到达的东西才能证明线路活着。',
          see: '第二、三阶段：OPEN 旁边是半分钟的沉默。',
        },
        {
          claim: 'TCP 自己的 keep-alive 会处理。',
          truth: '它默认不开；开了，不另设的话两小时后才开始探测；而网页根本没法设它。',
          see: '让那个没有心跳的客户端等下去，全班愿意看多久就多久。',
        },
        {
          claim: '发点东西就知道线死没死。',
          truth: 'send() 会成功：字节进了缓冲区。TCP 会重发好多分钟才罢休。',
          see: '“搞破坏”：拔掉 A 的插头再发消息：“已发出”在涨，“已存到服务器”不动，而 A 的 WebSocket 是 OPEN。',
        },
        {
          claim: '轮询是原始的办法。',
          truth: '每个回答都是活着的信号，每次提问都有超时。轮询的心跳是天生自带的。',
          see: '第三阶段：两条轮询赛道都自己恢复了。',
        },
      ],
      questions: [
        '为什么两头都要留意沉默？对一个已经死了的客户端，服务器还替它留着什么？',
        '为什么心跳要由程序来答，而不只由操作系统来答？',
        '被判定死亡的客户端，为什么要等一段随机的时间再重连？（第 6 课）',
      ],
      numbers: [
        '本次运行中：回答最多等 5 秒，保持时间 10 秒。短轮询最迟 6 秒发觉，长轮询最迟 15 秒。',
        '有心跳时：每 10 秒 ping 一次，给回答 5 秒，所以沉默的界限是 15 秒。后来才装上心跳的，再过最多 15 秒也会发觉。',
        '平常回答最多等 10 秒，保持 15 秒：那么分别是 11 秒、25 秒、15 秒。',
        '服务器靠自己的 ping，同样在 15 秒后发现连接已死，把它关掉。',
      ],
    },
  },
);
