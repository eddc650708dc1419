import { defineWords } from '../../words/define-words.ts';

export const askingWords = defineWords(
  {
    title: 'Asking again and again',
    idea: [
      'HTTP knows one direction only: a client asks, a server answers. A server that has news can’t ring anybody up.',
      'The simplest way out is to ask again and again: “anything new?” – “no.” – “anything new?” – “yes, this.” That is short polling. It needs nothing but plain requests, so it works everywhere.',
      'The one thing to decide is the interval, and it pulls two ways: long makes news old, short makes the server answer “no” all day.',
    ],
    question:
      'B asks, waits a second after each answer, and asks again. A sends messages at moments that have nothing to do with it. How long does a message take to reach B, on average?',
    options: [
      {
        says: 'Hardly any time: the server answers at once.',
        why: 'The server does answer at once – but only when it is asked. What takes the time is waiting for the next question.',
      },
      {
        says: 'A little more than half a second.',
        why: 'Right. A message comes at any moment between two questions with equal chance, so on average half the pause is still to go. The way there and back comes on top: some 0.65 s here.',
      },
      {
        says: 'A second, the interval.',
        why: 'That is nearly the worst case: a message that has just missed a question. Others come right before the next one, and wait hardly at all. On average it is half.',
      },
      {
        says: 'Two seconds: one to ask, one to be answered.',
        why: 'Question and answer are on the road for a tenth of a second together. The interval counts once, and on average only half of it.',
      },
    ],
    phases: {
      second: 'A question a second. Six messages come at random moments.',
      slow: 'Now B leaves five seconds between questions. Five messages.',
      fast: 'Now B asks five times a second, as near as the way allows. Four messages.',
      end: 'Back to one second.',
    },
    notices: [
      'Pale bars: B asked, and there was nothing. Each one cost a whole request with all its headers.',
      'Two messages that waited quite different times for their question. Nothing was slow; it was luck.',
      'With five seconds between questions: fewer bars, and a message that is old when it comes.',
      'With five questions a second every message is quick, and nearly every bar is pale.',
    ],
    notes: {
      plan: [
        { minutes: 1, what: 'The idea. Ask who has sat in a car with a child: “are we there yet?” is short polling.' },
        {
          minutes: 2,
          what: 'The question. Have them vote by hand before anybody clicks, and let two who disagree argue.',
        },
        {
          minutes: 3,
          what: 'The run, on the short-polling lane alone. Stop once with the space bar and look inside a pale bar: count its bytes.',
        },
        { minutes: 3, what: 'Work out half of the interval plus the way together, and hold it against the gauge.' },
        { minutes: 1, what: 'Who of their own programs polls? The mail, the printer queue, the build server.' },
      ],
      misconceptions: [
        {
          claim: 'Polling every second means a delay of a second.',
          truth: 'On average it is half of that, and the way. The worst case is the whole of it.',
          see: 'First phase: the latencies lie anywhere between 0.1 and 1.2 s.',
        },
        {
          claim: 'Polling is wasteful at any rate.',
          truth:
            'It is wasteful when messages are rarer than questions. When they are more frequent, one answer brings many, and short polling asks less often for each message than long polling.',
          see: 'Lesson 7, second phase; or the race with auto-play at ten messages a second.',
        },
        {
          claim: 'Half the interval, and everything is twice as good.',
          truth:
            'The wait is halved, the requests are doubled, and the way stays what it is. Below the round trip nothing is gained any more.',
          see: 'Third phase: at 200 ms the way is nearly half of the latency.',
        },
      ],
      questions: [
        'Where does the message stay while nobody asks for it? What if B never asks again?',
        'A thousand phones poll once a second, and nobody writes. What does the server do all day?',
        'All of them were started by the same alarm at 8:00. What does the server see at 8:00:00? (Lesson 6.)',
      ],
      numbers: [
        'Round trip 100 ms. From one question to the next: the interval and a round trip, so 1.1 s, 5.1 s and 0.3 s.',
        'Mean latency: half of that, and two ways of 50 ms: 0.65 s, 2.65 s, 0.25 s. At most 1.2 s, 5.2 s, 0.4 s for a message that comes alone.',
        'Share of empty answers at one message every four seconds: e to the power of minus cycle by spacing, so 76 %, 28 %, 93 %.',
        'Check it: npm run bench -- --transports short-polling --rate 15/min --rtt 100ms',
      ],
    },
  },
  {
    title: '一遍又一遍地问',
    idea: [
      'HTTP 只认一个方向：客户端问，服务器答。服务器有了新消息，也没法主动打电话给谁。',
      '最简单的办法就是不停地问：“有新消息吗？”“没有。”“有新消息吗？”“有，给你。”这就是短轮询。它只用普通的请求，所以到哪里都行得通。',
      '唯一要定的是间隔，而间隔总是两头为难：长了，消息就旧；短了，服务器整天都在回答“没有”。',
    ],
    question: 'B 每次得到回答后等一秒再问。A 发消息的时刻和 B 的提问毫无关系。平均来说，一条消息要多久才到 B 手里？',
    options: [
      {
        says: '几乎不花时间：服务器一问就答。',
        why: '服务器确实一问就答，但前提是有人来问。时间都花在等下一次提问上了。',
      },
      {
        says: '半秒多一点。',
        why: '对。消息落在两次提问之间的任何时刻机会均等，平均还要等半个间隔；再加上路上的时间，这里大约是 0.65 秒。',
      },
      {
        says: '一秒，也就是间隔。',
        why: '那差不多是最坏的情况：消息刚好错过一次提问。也有消息赶在下一次提问之前到，几乎不用等。平均下来是一半。',
      },
      {
        says: '两秒：一秒用来问，一秒用来答。',
        why: '一问一答在路上总共只有十分之一秒。间隔只算一次，而且平均只等它的一半。',
      },
    ],
    phases: {
      second: '每秒问一次。六条消息在随机的时刻到来。',
      slow: '现在 B 隔五秒才问一次。五条消息。',
      fast: '现在 B 一秒想问五次，快到路程允许的极限。四条消息。',
      end: '恢复为一秒。',
    },
    notices: [
      '浅色的条：B 问了，什么也没有。每一条都花掉了一个完整的请求，连同全部头部。',
      '两条消息等来提问的时间相差很大。没有谁慢，只是运气不同。',
      '间隔五秒时：条变少了，但有的消息到手时已经旧了。',
      '一秒问五次时：每条消息都很快，而几乎每个条都是浅色的。',
    ],
    notes: {
      plan: [
        { minutes: 1, what: '讲思路。问问谁带孩子坐过长途车：“到了没有？到了没有？”就是短轮询。' },
        { minutes: 2, what: '提问。点选之前先举手表决，请两位意见不同的同学各说理由。' },
        { minutes: 3, what: '运行，只看短轮询那条赛道。按一次空格暂停，点开一个浅色条，数数它有多少字节。' },
        { minutes: 3, what: '一起算：半个间隔加上路程，再和仪表上的数对照。' },
        { minutes: 1, what: '大家用的程序里谁在轮询？邮箱、打印队列、编译服务器……' },
      ],
      misconceptions: [
        {
          claim: '每秒轮询一次，延迟就是一秒。',
          truth: '平均只有一半，再加上路程；整整一个间隔是最坏的情况。',
          see: '第一阶段：各条消息的延迟散布在 0.1 到 1.2 秒之间。',
        },
        {
          claim: '轮询在任何情况下都浪费。',
          truth: '消息比提问稀少时才浪费。消息比提问密时，一次回答带回好几条，平均每条消息的请求比这里的长轮询还少。',
          see: '第 7 课第二阶段；或者在赛跑里让它每秒自动发十条。',
        },
        {
          claim: '间隔减半，一切就好一倍。',
          truth: '等待减半，请求加倍，路程一点没变。间隔小到不及往返时间以后，再缩短也得不到什么了。',
          see: '第三阶段：间隔 200 毫秒时，路程已占延迟的将近一半。',
        },
      ],
      questions: [
        '没人来问的时候，消息待在哪里？如果 B 再也不来问呢？',
        '一千部手机每秒轮询一次，却没有人说话。服务器这一整天在干什么？',
        '如果它们都是被同一个 8:00 的闹钟叫醒的，8:00:00 那一刻服务器会看到什么？（第 6 课）',
      ],
      numbers: [
        '往返 100 毫秒。两次提问相隔：间隔加一个往返，即 1.1 秒、5.1 秒、0.3 秒。',
        '平均延迟：上述的一半，加两趟各 50 毫秒的路程：0.65 秒、2.65 秒、0.25 秒。单独到来的消息最多 1.2 秒、5.2 秒、0.4 秒。',
        '每四秒一条消息时空回答的比例：e 的（负的周期除以消息间距）次方，即 76%、28%、93%。',
        '自己验证：npm run bench -- --transports short-polling --rate 15/min --rtt 100ms',
      ],
    },
  },
);
