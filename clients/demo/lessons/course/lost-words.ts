import { defineWords } from '../../words/define-words.ts';

export const lostWords = defineWords(
  {
    title: 'Where did my message go',
    idea: [
      'Lines break, answers get lost on the way, servers are started anew. No transport changes that. What matters is what happens afterwards.',
      'In this lab each message has a number in B’s mailbox, and B keeps a cursor: “I have everything up to 17.” Whenever B asks or connects anew, it names its cursor, and is given everything that came after it. What comes twice it recognises by its number, and drops.',
      'A client without a cursor can only say “give me what comes from now on” – and that is how many programs do it, for it works perfectly. As long as nothing breaks.',
    ],
    question:
      'B keeps no cursor. Its line breaks for four seconds, in which A sends three messages; the server takes them all. B connects again and hears what comes from now on. What becomes of the three?',
    options: [
      {
        says: 'They arrive late: TCP delivers everything.',
        why: 'TCP promises that within one connection. That one is gone, and the new one knows nothing of it.',
      },
      {
        says: 'They are lost, and B gets an error message.',
        why: 'From whom? The server has done as it was asked. Nobody but a cursor knows that anything is missing.',
      },
      {
        says: 'They are lost, and nobody notices.',
        why: 'Right – and that is the worst of it. A has three receipts, the server has three messages, B’s screen looks fine.',
      },
      {
        says: 'A’s client sends them again.',
        why: 'Why should it? Each was confirmed: they are in the mailbox. It is B who does not know that it should look there.',
      },
    ],
    phases: {
      forgetful:
        'B keeps no cursor on long polling and WebSocket. Two messages, then B’s plug is out for four seconds with three messages; then two more.',
      resuming: 'The same again, with the cursor. The ledger counts anew.',
      answer: 'The next answer that brings B a message is lost on the way, and the connection with it.',
      amnesia: 'B’s line is cut, two messages are stored – and the server loses its memory. Then all comes back.',
      end: 'That was it.',
    },
    notices: [
      'Ledger red: messages lost without a word, on both lanes without a cursor. Short polling, which kept its own, has lost none.',
      'With the cursor all of them are there, late but complete, in order, each once. Ledger green.',
      'An answer was lost, yet nothing is missing and nothing came twice: B named the same cursor again, and got the same messages.',
      'What the server forgot can’t come back. But B is told: the epoch in its cursor is not the server’s any more. Lost, and announced.',
    ],
    notes: {
      plan: [
        { minutes: 2, what: 'The idea. A bookmark in a book: who has one can lend the book away and read on.' },
        { minutes: 2, what: 'The question. Ask those who say “late” what exactly TCP promises, and to whom.' },
        { minutes: 4, what: 'The run. Stop at the red ledger and ask: who of A, B and the server could have known?' },
        { minutes: 2, what: 'Look inside a poll: find the cursor. Then what “at least once” and “shown once” mean.' },
      ],
      misconceptions: [
        {
          claim: 'TCP is reliable, so nothing gets lost.',
          truth: 'Within one connection, in order, as long as it lives. A program’s talk lasts for many connections.',
          see: 'First phase: every connection was a perfectly good TCP connection.',
        },
        {
          claim: 'A message sent is a message received.',
          truth:
            'There are four moments: sent, stored, brought to the client, shown to the person. A receipt tells of the second.',
          see: 'The ledger: sent, stored and received are columns of their own.',
        },
        {
          claim: 'Then the sender just sends until it works; so everything arrives exactly once.',
          truth:
            'A lost receipt looks like a lost message, so whoever repeats makes doubles. Exactly once is at least once, and a receiver or a server that knows repeats by their name.',
          see: 'Break it: lose A’s receipts, then the memory; once as it is, and once naive, without dropping what was seen.',
        },
        {
          claim: 'A good system loses nothing.',
          truth: 'Memory is finite, and machines die. A good system says what it has lost.',
          see: 'Fourth phase: a gap is an answer of its own in the protocol.',
        },
      ],
      questions: [
        'Why does the cursor belong to the client, and not to the server or the connection?',
        'When may B move its cursor: when the message arrives, or when it was shown?',
        'Why does a cursor hold more than a number? (What if the server counts from 1 again?)',
      ],
      numbers: [
        'First phase: of seven messages four arrive on long polling and WebSocket, and three are lost; A has seven receipts.',
        'Second phase: five of five. What was sent while the plug was out took up to some seconds: as long as the plug was out, and one retry.',
        'Third phase: one of one, once. Fourth: two lost and announced, two arrived.',
        'Short polling without a cursor would get nothing at all: it is at the server for no time, so nothing ever comes “from now on”.',
      ],
    },
  },
  {
    title: '我的消息去哪儿了',
    idea: [
      '线路会断，回答会丢在路上，服务器会重启。哪种传输方式都改变不了这些。要紧的是之后怎么办。',
      '在这个实验室里，每条消息在 B 的信箱里都有编号，B 记着一个游标：“17 号以前的我都有了。”每次再来提问或重新连接，B 就报上游标，拿到其后的全部消息。重复到来的，它凭编号认出来，丢掉。',
      '没有游标的客户端只能说“从现在起有什么给我什么”。很多程序正是这么写的，因为它一直好用，只要什么都不出错。',
    ],
    question:
      'B 不记游标。它的线路断了四秒，其间 A 发了三条消息，服务器都收下了。B 重新连上，从这时起有什么听什么。那三条怎么样了？',
    options: [
      {
        says: '会晚到：TCP 保证全部送达。',
        why: 'TCP 的保证只在一条连接之内。那条连接已经没了，新的那条对它一无所知。',
      },
      {
        says: '丢了，B 会收到一个错误。',
        why: '谁来报错？服务器完全照吩咐办了。除了游标，没有谁知道少了东西。',
      },
      {
        says: '丢了，而且没有人发觉。',
        why: '对，而这正是最糟的地方：A 有三张回执，服务器有三条消息，B 的屏幕看上去一切正常。',
      },
      {
        says: 'A 的客户端会重发。',
        why: '为什么要重发？每一条都确认过了，就在信箱里。是 B 不知道该去那里看看。',
      },
    ],
    phases: {
      forgetful: '长轮询和 WebSocket 上的 B 不记游标。先来两条消息；然后 B 的插头拔掉四秒，其间三条；再来两条。',
      resuming: '同样再来一遍，这次有游标。账本重新计数。',
      answer: '下一个给 B 带消息的回答丢在路上，连接也随之断开。',
      amnesia: 'B 的线断了，两条消息存进了信箱，而服务器失去了记忆。然后一切恢复。',
      end: '就是这些。',
    },
    notices: [
      '账本变红：没有游标的两条赛道都不声不响地丢了消息。短轮询留着自己的游标，一条没丢。',
      '有了游标，全都到了：晚一些，但一条不缺，顺序不乱，各一次。账本变绿。',
      '回答丢了，却什么也没少，什么也没重复：B 再报同一个游标，又拿到同样的消息。',
      '服务器忘掉的回不来了。但 B 得到了通知：游标里的纪元已不是服务器现在的纪元。丢了，也说了。',
    ],
    notes: {
      plan: [
        { minutes: 2, what: '讲思路。书里夹一枚书签：书借出去再拿回来，还能接着读。' },
        { minutes: 2, what: '提问。请选“会晚到”的同学说说：TCP 到底保证了什么，向谁保证？' },
        { minutes: 4, what: '运行。账本变红时暂停，问：A、B、服务器三者，谁有可能知道？' },
        { minutes: 2, what: '点开一次轮询，找到游标。再说清“至少一次”和“只显示一次”是什么意思。' },
      ],
      misconceptions: [
        {
          claim: 'TCP 是可靠的，所以不会丢东西。',
          truth: '那是在一条连接之内、按顺序、而且连接活着的时候。程序之间的交谈要跨过许多条连接。',
          see: '第一阶段：每一条连接都是完好的 TCP 连接。',
        },
        {
          claim: '发出去的消息就是收到了的消息。',
          truth: '有四个时刻：发出、存下、送到客户端、给人看到。回执说的是第二个。',
          see: '账本：发出、存下、收到各占一栏。',
        },
        {
          claim: '那发送方一直重发到成功为止，就恰好送达一次了。',
          truth:
            '丢了回执看起来和丢了消息一样，所以重发就会造出重复。“恰好一次”等于“至少一次”，外加能凭名字认出重复的接收方或服务器。',
          see: '“搞破坏”：弄丢 A 的回执，再让服务器失忆；先照原样来一次，再关掉“丢弃看过的”来一次。',
        },
        {
          claim: '好的系统什么也不会丢。',
          truth: '内存有限，机器会坏。好的系统会说清自己丢了什么。',
          see: '第四阶段：在协议里，缺口是一种专门的回答。',
        },
      ],
      questions: [
        '为什么游标归客户端所有，而不归服务器或连接？',
        'B 什么时候可以挪动游标：消息到达时，还是显示给人之后？',
        '游标里为什么不只有一个编号？（如果服务器又从 1 数起呢？）',
      ],
      numbers: [
        '第一阶段：长轮询和 WebSocket 上七条到四条、丢三条，而 A 手里有七张回执。',
        '第二阶段：五条到五条。拔掉插头时发的，要花几秒：插头拔了多久，再加一次重试。',
        '第三阶段：一条到一条，只一次。第四阶段：两条丢失并已告知，两条到达。',
        '短轮询若没有游标，什么也得不到：它在服务器那里停留的时间为零，“从现在起”的消息永远赶不上。',
      ],
    },
  },
);
