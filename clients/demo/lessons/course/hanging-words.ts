import { defineWords } from '../../words/define-words.ts';

export const hangingWords = defineWords(
  {
    title: 'Hanging on the line',
    idea: [
      'What if the server did not say “no”? It could keep the question, say nothing yet, and answer when there is something to say.',
      'That is long polling: one ordinary request whose answer takes its time. As soon as B has the answer it asks again, so that a question is nearly always waiting at the server.',
      'No question waits for ever: after 15 s – the hold – the server answers “nothing so far” of its own accord. Otherwise a proxy on the way would one day take the silence for a fault, and cut the line.',
    ],
    question:
      'B’s question reaches the server, where nothing is new. Seven seconds later A’s message comes in. What happens?',
    options: [
      {
        says: 'B was told “nothing” long ago; it gets the message when it next asks.',
        why: 'That is short polling. Here the server keeps a question to which it has no answer yet.',
      },
      {
        says: 'The message waits until the 15 s are over, then goes along with the answer.',
        why: 'The hold is the longest time the server keeps quiet, not an appointment. It answers as soon as it has something.',
      },
      {
        says: 'The server answers the waiting question at once, with the message.',
        why: 'Right. The question was there already, so the message needs only its own way to B: as quick as if it had been pushed.',
      },
      {
        says: 'The server opens a connection to B and sends it.',
        why: 'It can’t: B has no address that could be called from outside, and HTTP gives a server no such right. It is B’s own question that keeps the door open.',
      },
    ],
    phases: {
      quiet: 'Nobody says anything. Watch the long-polling lane: one bar, growing and growing.',
      word: 'Three messages, at random moments.',
      burst: 'Five messages within a tenth of a second.',
      short: 'The hold is now 3 s, and hardly anybody speaks.',
      end: 'The hold is 15 s again.',
    },
    notices: [
      'A question that hangs: more than ten seconds at the server, and still no answer. It costs a connection, and nothing else.',
      'The hold is over: an empty answer, and at once the next question.',
      'A message that found a question waiting: it was there within 0.3 s, while short polling was still counting to one.',
      'Five messages in fewer than five answers: what comes while B’s next question is on its way, and what A could not send sooner, travels together.',
      'With a hold of 3 s there are more empty answers, and no message is any quicker for it.',
    ],
    notes: {
      plan: [
        { minutes: 1, what: 'The idea. At a counter: “is my parcel here?” – “stay a moment, the van is due.”' },
        { minutes: 2, what: 'The question, by show of hands; the second and the third option divide the class best.' },
        {
          minutes: 4,
          what: 'The run. In the quiet first phase say nothing and let the bar grow: the wait is the point. Then the burst.',
        },
        {
          minutes: 2,
          what: 'Look inside a held bar: when did the request arrive, when did the answer leave? What lies between?',
        },
        { minutes: 1, what: 'Why 15 s? Common proxies give up at 60 s; a quarter of that leaves room for slow lines.' },
      ],
      misconceptions: [
        {
          claim: 'Long polling is obsolete; nobody needs it since there is WebSocket.',
          truth:
            'It is plain HTTP: it passes every proxy, needs no upgrade, keeps its headers, cookies and load balancers. For messages that come one at a time it is as quick as a WebSocket. Large services use it to this day, or fall back to it.',
          see: 'Second phase, and lesson 3: single messages tie with the WebSocket.',
        },
        {
          claim: 'A waiting request keeps the server busy.',
          truth:
            'A wait is an entry in a list and a timer. No thread stands still for it in a server that works with events.',
          see: 'npm run bench -- --idle 5000 measures the memory of each waiting receiver.',
        },
        {
          claim: 'The end of the hold is a timeout, an error.',
          truth:
            'It is an ordinary answer, status 200, that says “nothing so far, go on from here”. Errors are for what went wrong.',
          see: 'Look inside the pale bar at the end of the first phase.',
        },
        {
          claim: 'A longer hold means later messages.',
          truth: 'The hold only bounds the silence. Whatever comes is answered at once, whatever the hold.',
          see: 'Last phase: a fifth of the hold, and the message is no quicker.',
        },
      ],
      questions: [
        'B gets an answer and asks again. What of a message that comes in just between?',
        'B’s laptop is closed while its question hangs. How, and when, does the server learn of it?',
        'A proxy on the way gives up after 10 s. What would B see with a hold of 15 s? What should be set?',
      ],
      numbers: [
        'Round trip 100 ms: a message that comes alone takes two ways, 0.1 s: A to server, server to B.',
        'In a burst A has one request under way at a time; what comes meanwhile waits for it, up to 0.1 s more: at most 0.2 s.',
        'At one message every four seconds: 1.02 requests for each message with a hold of 15 s, of which 2 % come back empty; with 3 s it is 1.85, and 46 %.',
        'Check it: npm run bench -- --transports long-polling --rate 15/min --rtt 100ms --hold 3s --duration 20s',
      ],
    },
  },
  {
    title: '挂在线上等',
    idea: [
      '如果服务器先不说“没有”呢？它可以把问题留着，暂不作声，等有话可说了再答。',
      '这就是长轮询：一个普通的请求，只是回答来得从容。B 一拿到回答就马上再问，所以服务器那里几乎总有一次提问在等着。',
      '没有哪次提问会永远等下去：满 15 秒（保持时间），服务器就主动答一句“暂时没有”。不然，路上的某个代理早晚会把沉默当成故障，把线掐断。',
    ],
    question: 'B 的提问到了服务器，那里没有新消息。七秒后 A 的消息到了。会发生什么？',
    options: [
      {
        says: 'B 早就得到了“没有”；等它下次来问才拿到消息。',
        why: '那是短轮询。长轮询里，服务器暂时答不上来的问题会先留着。',
      },
      {
        says: '消息要等满 15 秒，随那次回答一起走。',
        why: '保持时间是服务器最久能沉默多久，不是约好的时刻。一有消息它就答。',
      },
      {
        says: '服务器立刻用这条消息回答正等着的提问。',
        why: '对。提问早已在那里，消息只需走自己去 B 的那段路，和推送一样快。',
      },
      {
        says: '服务器主动连到 B，把消息发过去。',
        why: '做不到：B 没有外面能拨得通的地址，HTTP 也没给服务器这个权利。正是 B 自己的提问让门一直开着。',
      },
    ],
    phases: {
      quiet: '没有人说话。看长轮询那条赛道：一个条，越长越长。',
      word: '三条消息，时刻随机。',
      burst: '十分之一秒之内来了五条消息。',
      short: '保持时间改为 3 秒，而几乎没有人说话。',
      end: '保持时间恢复为 15 秒。',
    },
    notices: [
      '一次挂着的提问：在服务器那里十几秒了还没有回答。它只占一个连接，别的什么也不花。',
      '保持时间到了：一个空回答，紧接着就是下一次提问。',
      '一条消息正好赶上有提问在等：不到 0.3 秒就到了，短轮询那边还在数秒呢。',
      '五条消息，回答却不到五个：B 的下一次提问还在路上时到的，以及 A 没能更早发出的，都结伴而行。',
      '保持时间只有 3 秒时，空回答多了，却没有一条消息因此更快。',
    ],
    notes: {
      plan: [
        { minutes: 1, what: '讲思路。取件柜台前：“我的包裹到了吗？”“您稍等，车马上就到。”' },
        { minutes: 2, what: '提问，举手表决；第二和第三个选项最容易让全班意见分开。' },
        { minutes: 4, what: '运行。安静的第一阶段什么也别说，就让那个条慢慢长：等待本身就是要讲的东西。然后看连发。' },
        { minutes: 2, what: '点开一个被挂起的条：请求何时到，回答何时走？中间那段是什么？' },
        { minutes: 1, what: '为什么是 15 秒？常见的代理 60 秒就放弃；取四分之一，给慢的线路留余地。' },
      ],
      misconceptions: [
        {
          claim: '长轮询早过时了，有了 WebSocket 谁还用它。',
          truth:
            '它就是普通的 HTTP：能过任何代理，不需要升级协议，头部、Cookie、负载均衡照旧可用。消息一条一条来时，它和 WebSocket 一样快。很多大型服务至今仍在用，或以它作后备。',
          see: '第二阶段，以及第 3 课：单条消息时它与 WebSocket 打平。',
        },
        {
          claim: '挂着的请求会让服务器一直忙着。',
          truth: '一次等待只是表里的一项和一个定时器。在事件驱动的服务器里，没有线程为它站着不动。',
          see: 'npm run bench -- --idle 5000 可以测出每个等待者占多少内存。',
        },
        {
          claim: '保持时间到了就是超时，就是出错。',
          truth: '那是一个正常的回答，状态码 200，意思是“暂时没有，从这里接着问”。错误留给真正出错的时候。',
          see: '点开第一阶段末尾那个浅色条。',
        },
        {
          claim: '保持时间越长，消息来得越晚。',
          truth: '保持时间只限定沉默能有多久。不管设多长，消息一来就立刻回答。',
          see: '最后一个阶段：保持时间只剩五分之一，消息并没有变快。',
        },
      ],
      questions: [
        'B 拿到回答，正要再问。恰好在这中间到的消息会怎样？',
        'B 的提问还挂着，笔记本却合上了。服务器怎么知道？什么时候知道？',
        '路上有个代理 10 秒就放弃。保持时间 15 秒时 B 会看到什么？该怎么设？',
      ],
      numbers: [
        '往返 100 毫秒：单独到来的消息走两段路，共 0.1 秒：A 到服务器，服务器到 B。',
        '连发时，A 同一时刻只有一个请求在途；其间的消息要等它，最多再多 0.1 秒，总共不超过 0.2 秒。',
        '每四秒一条消息：保持 15 秒时每条消息 1.02 个请求，空回答 2%；保持 3 秒时是 1.85 个，空回答 46%。',
        '自己验证：npm run bench -- --transports long-polling --rate 15/min --rtt 100ms --hold 3s --duration 20s',
      ],
    },
  },
);
