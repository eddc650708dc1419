import { defineWords } from '../words/define-words.ts';

export const breakingWords = defineWords(
  {
    title: 'Break it',
    idea: 'Messages run through all three lanes. Break something, watch the lanes, and see in the ledger what became of the messages.',
    noLab:
      'There is nothing to break here: this server runs without the lab. Start the whole lab with npm start, on your own machine.',
    faults: 'What may go wrong',
    where: 'Where',
    everywhere: 'all lanes',
    whose: 'Whose line',
    sides: { a: 'A, who sends', b: 'B, who receives', both: 'both' },
    mend: 'Mend everything',
    kinds: {
      plug: {
        do: 'Pull the plug',
        undo: 'Put it back',
        expect:
          'Nothing passes any more, and nobody is told: readyState stays OPEN until a heartbeat or a timeout misses something. Put back, new connections pass; the old ones stay dead.',
      },
      reset: {
        do: 'Reset the connections',
        undo: '',
        expect:
          'Both ends are told at once, by TCP’s RST. The clients connect anew within a fraction of a second and read on from their cursor.',
      },
      lose: {
        do: 'Lose the next answer',
        undo: 'Waiting for one …',
        expect:
          'The next answer that carries a message or a receipt never arrives, and its connection breaks. It is asked for again: nothing is lost, nothing shown twice.',
      },
      stall: {
        do: 'Stall for 5 s',
        undo: '',
        expect:
          'Everything is held up for five seconds, then comes in one go, in order: a jump in latency, and no loss.',
      },
      slow: {
        do: 'Read slowly',
        undo: 'Read normally',
        expect:
          'Only 600 bytes a second pass. Requests with their headers suffer first; on the WebSocket the frames queue up, and age.',
      },
      hide: {
        do: 'Hide the tab',
        undo: 'Show the tab',
        expect:
          'The phone takes its page for a hidden one: short polling asks ten times less often, and at once when it is shown again.',
      },
    },
    server: 'The server',
    down: 'away for',
    restartKept: 'Restart, with its memory',
    keptExpect:
      'It says goodbye (1012, or an answer to each hold), comes back, and everybody reads on: nothing is lost.',
    restartLost: 'Kill it; it forgets everything',
    lostExpect:
      'Sessions, mailboxes, groups are gone. Clients sign in again, and are told of a gap: what was in there is lost, and announced.',
    receipts: 'Lose A’s receipts, then the memory',
    receiptsUnderWay: 'Some seconds, please …',
    receiptsExpect:
      'B has A’s messages, but A does not hear so, and then the server forgets them. A rightly sends them again: they come twice, and are shown once by a client that drops what it has seen.',
    crowd: 'A crowd',
    crowdSize: 'clients',
    crowdOver: 'over',
    crowdJoin: 'Let them join',
    crowdHome: 'Send them home',
    crowdFall: 'Restart the server under them (5 s)',
    crowdJitter: 'with jitter',
    crowdState: (connected: number, size: number) => `${connected} of ${size} connected`,
    crowdExpect:
      'Without jitter all come back in the same instants, in waves; with it they spread. Make the same fall once with and once without.',
    strip: 'Arrivals at the server',
    stripOf: (size: number, jitter: boolean) => `${size} clients ${jitter ? 'with' : 'without'} jitter`,
    stripPeak: (peak: number, count: number) => `most within 100 ms: ${peak}; attempts in all: ${count}`,
    stripAxis: 'seconds since the server went down',
    stripEmpty: 'Nobody has come yet.',
    habits: 'Naive ⇄ correct',
    habitsIdea:
      'What a careful client does. Switch something off: as long as nothing goes wrong you will see no difference. Then break something.',
    allNaive: 'All naive',
    allCorrect: 'All correct',
    on: 'correct',
    off: 'naive',
    habit: {
      resume: {
        name: 'Keeps a cursor',
        without:
          'Asks and connects for “what comes from now on”. Reset the line while messages run: those in between are gone, and nobody says so. Short polling gets nothing at all.',
      },
      heartbeat: {
        name: 'Heartbeat',
        without:
          'Neither pings nor counts the silence. Pull B’s plug and put it back: the socket stays OPEN, and dead, for good.',
      },
      jitter: {
        name: 'Jitter',
        without: 'Polls and retries by the clock, without chance. One client alone shows little; take the crowd.',
      },
      dropSeen: {
        name: 'Drops what it has seen',
        without:
          'Shows whatever comes. Have A’s receipts lost, then the server’s memory (at the left): what A sends again is shown again.',
      },
    },
    ledger: 'The ledger',
    ledgerIdea: 'What became of A’s messages, lane by lane.',
    countAnew: 'Start the count anew',
    verdicts: {
      idle: 'nothing sent yet',
      good: 'in order',
      waiting: 'something is stored and has not come so far',
      announced: 'something was lost or refused, and it was said',
      bad: 'broken: lost without a word, shown twice, out of order, or missing for too long',
    },
    verdictsShort: { idle: 'empty', good: 'in order', waiting: 'waiting', announced: 'announced', bad: 'broken' },
    counts: {
      sent: 'sent',
      stored: 'stored at the server',
      received: 'received by B',
      missing: 'missing so far',
      droppedAgain: 'came again, not shown',
      shownTwice: 'shown twice',
      outOfOrder: 'out of order',
      lostAnnounced: 'lost, announced',
      lostSilently: 'lost without a word',
      refused: 'refused',
    },
    missingFor: (seconds: string) => `for ${seconds} s`,
    stands: 'B’s connection',
    standings: {
      none: '–',
      silent: (seconds: string) => `silent for ${seconds} s`,
      idle: 'between two questions',
      asking: 'asking',
      held: (seconds: string) => `held for ${seconds} s`,
      retry: (seconds: string) => `tries again in ${seconds} s`,
    },
  },
  {
    title: '搞破坏',
    idea: '消息正在三条赛道上跑。弄坏点什么，看看赛道，再到账本里查消息的下落。',
    noLab: '这里没有可破坏的东西：这台服务器没带实验室。请在自己的电脑上用 npm start 启动整个实验室。',
    faults: '可能出的毛病',
    where: '哪里',
    everywhere: '所有赛道',
    whose: '谁的线路',
    sides: { a: 'A（发送方）', b: 'B（接收方）', both: '双方' },
    mend: '全部修好',
    kinds: {
      plug: {
        do: '拔掉插头',
        undo: '插回去',
        expect:
          '什么也过不去了，也没有人被告知：在心跳或超时发觉之前，readyState 一直是 OPEN。插回去后，新连接可以通过，旧的依然是死的。',
      },
      reset: {
        do: '重置连接',
        undo: '',
        expect: 'TCP 的 RST 马上告诉两头。客户端在几分之一秒内重连，从游标处接着读。',
      },
      lose: {
        do: '弄丢下一个回答',
        undo: '正等着一个……',
        expect: '下一个带着消息或回执的回答到不了，连接随之断开。客户端会再要一次：什么也不丢，什么也不重复显示。',
      },
      stall: {
        do: '停滞 5 秒',
        undo: '',
        expect: '一切被扣住五秒，然后按顺序一起到来：延迟猛增，但没有丢失。',
      },
      slow: {
        do: '读得很慢',
        undo: '恢复正常',
        expect: '每秒只过 600 字节。带着一堆头部的请求先吃亏；WebSocket 上帧排起队来，越排越旧。',
      },
      hide: {
        do: '隐藏标签页',
        undo: '显示标签页',
        expect: '手机以为自己的页面被隐藏了：短轮询的提问稀疏到十分之一，重新显示时立刻再问。',
      },
    },
    server: '服务器',
    down: '停机',
    restartKept: '重启，保留记忆',
    keptExpect: '它会道别（1012，或答复每次挂着的提问），再回来，大家接着读：什么也不丢。',
    restartLost: '强行杀掉，忘掉一切',
    lostExpect: '会话、信箱、群组都没了。客户端重新登录，并被告知有缺口：里面的东西丢了，也说了。',
    receipts: '弄丢 A 的回执，再让服务器失忆',
    receiptsUnderWay: '请稍等几秒……',
    receiptsExpect:
      'B 已拿到 A 的消息，A 却没收到回执，接着服务器又忘了它们。A 理所当然会重发：消息来了两次，而会丢弃看过的客户端只显示一次。',
    crowd: '一群客户端',
    crowdSize: '个客户端',
    crowdOver: '经由',
    crowdJoin: '让它们加入',
    crowdHome: '让它们回家',
    crowdFall: '把服务器重启一次（停 5 秒）',
    crowdJitter: '带抖动',
    crowdState: (connected: number, size: number) => `${size} 个中有 ${connected} 个已连上`,
    crowdExpect: '没有抖动，大家在同样的时刻一波一波地回来；有了抖动就散开了。同样的停机，带和不带各来一次。',
    strip: '到达服务器的时刻',
    stripOf: (size: number, jitter: boolean) => `${size} 个客户端，${jitter ? '带抖动' : '不带抖动'}`,
    stripPeak: (peak: number, count: number) => `100 毫秒内最多 ${peak} 次；总共尝试 ${count} 次`,
    stripAxis: '服务器停机后的秒数',
    stripEmpty: '还没有谁到。',
    habits: '天真 ⇄ 正确',
    habitsIdea: '谨慎的客户端该做的事。关掉一项：只要不出事，你看不出任何差别。然后弄坏点什么。',
    allNaive: '全部天真',
    allCorrect: '全部正确',
    on: '正确',
    off: '天真',
    habit: {
      resume: {
        name: '记游标',
        without:
          '提问和连接都只要“从现在起的”。消息在跑时重置线路：中间的就没了，也没有人说一声。短轮询则什么也收不到。',
      },
      heartbeat: {
        name: '心跳',
        without: '既不 ping，也不数沉默了多久。拔掉 B 的插头再插回去：连接一直是 OPEN，也一直是死的。',
      },
      jitter: {
        name: '抖动',
        without: '按钟点轮询和重试，毫无随机。单独一个客户端看不出什么，请看人群。',
      },
      dropSeen: {
        name: '丢弃看过的',
        without: '来什么显示什么。试试“弄丢 A 的回执，再让服务器失忆”：A 重发的，B 会再显示一遍。',
      },
    },
    ledger: '账本',
    ledgerIdea: 'A 发的消息各自的下落，一条赛道一栏。',
    countAnew: '重新计数',
    verdicts: {
      idle: '还没发过消息',
      good: '一切正常',
      waiting: '有消息已存下，但暂时没到',
      announced: '有消息丢失或被拒绝，但已告知',
      bad: '出问题了：无声丢失、重复显示、乱序，或缺得太久',
    },
    verdictsShort: { idle: '空', good: '正常', waiting: '等待中', announced: '已告知', bad: '坏了' },
    counts: {
      sent: '已发出',
      stored: '已存到服务器',
      received: 'B 已收到',
      missing: '暂时没到',
      droppedAgain: '重复到来，未显示',
      shownTwice: '显示了两次',
      outOfOrder: '乱序',
      lostAnnounced: '丢失，已告知',
      lostSilently: '无声无息地丢失',
      refused: '被拒绝',
    },
    missingFor: (seconds: string) => `已 ${seconds} 秒`,
    stands: 'B 的连接',
    standings: {
      none: '–',
      silent: (seconds: string) => `沉默 ${seconds} 秒`,
      idle: '两次提问之间',
      asking: '正在问',
      held: (seconds: string) => `已挂起 ${seconds} 秒`,
      retry: (seconds: string) => `${seconds} 秒后重试`,
    },
  },
);
