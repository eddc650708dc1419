import { defineWords } from '../../words/define-words.ts';

export const stampedeWords = defineWords(
  {
    title: 'Everybody at once',
    idea: [
      'One client that retries is harmless. A thousand that lost the same server at the same moment are a different matter, because they all follow the same rule: “wait a quarter of a second, then half, then one, then two …”.',
      'Doubling the pause takes the load off a server that is down. But whoever falls together and counts alike gets up together, again and again.',
      'What helps is chance: let each wait a random part of the pause. That is jitter, and it costs one line of code.',
    ],
    question:
      'Fifty clients lose the server for five seconds. Each tries again after 0.25, 0.5, 1, 2, 4 s …, without any chance in it. How do they come back?',
    options: [
      {
        says: 'Evenly spread: networks and computers are never exactly alike.',
        why: 'They differ by milliseconds. Against pauses of seconds that is nothing, and they all began to count at the same moment.',
      },
      {
        says: 'All within the same moment, and later than they could have.',
        why: 'Right. They try at 0.25, 0.75, 1.75 and 3.75 s, when nobody is there, and then all of them at 7.75 s: nearly three seconds too late, and all at once.',
      },
      {
        says: 'One by one: the server lets them queue.',
        why: 'It accepts whoever comes as they come. A queue of connections that grew too long would be dropped, and the dropped ones would come again – together.',
      },
      {
        says: 'At once when the server is back: they notice it.',
        why: 'By what? Nobody tells them. All that a client can do is to try again some time.',
      },
    ],
    phases: {
      gathering: 'Fifty clients join over WebSocket. Their retries leave nothing to chance.',
      'in-step': 'The server goes down for five seconds.',
      'gathering-again': 'They leave, and fifty others join, with jitter.',
      spread: 'The server goes down for five seconds again.',
      end: 'All are sent home.',
    },
    notices: [
      'One tall bar: a whole crowd arrives within a tenth of a second or two.',
      'All fifty are back within a moment, and yet late: the server had been there for seconds, and nobody tried.',
      'With jitter the same fifty make a hilly landscape: no tenth of a second has more than a few.',
    ],
    notes: {
      plan: [
        { minutes: 1, what: 'The idea. The end of a school day at one narrow door.' },
        {
          minutes: 2,
          what: 'The question. Let somebody add up the pauses on the board: 0.25, 0.75, 1.75, 3.75, 7.75.',
        },
        { minutes: 3, what: 'The run. While all is quiet, have them bet at which second the bar will stand.' },
        { minutes: 2, what: 'Compare the two landscapes: peak, width, and when the last one is back.' },
        {
          minutes: 2,
          what: 'The same thing elsewhere: polls that all begin at the full minute, caches that expire together, alarms at 8:00.',
        },
      ],
      misconceptions: [
        {
          claim: 'Exponential backoff prevents a stampede.',
          truth: 'It spaces the waves, and makes each of them whole. Without chance in it, the crowd stays a crowd.',
          see: 'First fall: everybody within a moment, at the fifth attempt.',
        },
        {
          claim: 'A little chance will do, say a tenth of the pause more or less.',
          truth:
            'It spreads the crowd over a tenth of the pause. Full jitter – anything from nothing to the whole pause – spreads it over all of it, at no cost.',
          see: 'Second fall. M. Brooker’s “Exponential Backoff And Jitter” (2015) compares the kinds.',
        },
        {
          claim: 'Fifty are nothing to a server.',
          truth:
            'That is so. But the shape is the same for fifty thousand, and each one that comes back signs in, reads on from its cursor, and is sent what it missed.',
          see: 'Break it: take a larger crowd, up to 500.',
        },
      ],
      questions: [
        'The server knows that it is going down. What could it tell its clients? (Look for “retry”, or close code 1012.)',
        'Short polling without a random first moment: what do a thousand clients do after a power cut?',
        'Which is better for a single client alone: with jitter or without?',
      ],
      numbers: [
        'Without chance: attempts 0.25, 0.75, 1.75, 3.75 and 7.75 s after the fall. The server is back after 5 s, so all fifty come at about 8 s: each failed attempt takes a moment, too.',
        'With full jitter the n-th pause is anything from 0 to 0.25 · 2ⁿ s. The server has also advised each to stay away for a random time, up to 3 s.',
        'Spread over two seconds, fifty clients would be two or three in each tenth of a second; chance makes some bars twice or three times as high.',
      ],
    },
  },
  {
    title: '大家一起来',
    idea: [
      '一个客户端重试，无伤大雅。一千个在同一刻失去同一台服务器，就是另一回事了，因为它们守的是同一条规矩：“先等四分之一秒，再半秒，再一秒，再两秒……”',
      '间隔翻倍，能减轻一台倒下的服务器的负担。可是一起倒下、数数又一样的，就会一起爬起来，一次又一次。',
      '管用的是随机：让每一个只等间隔的随机一部分。这就是抖动，代价是一行代码。',
    ],
    question:
      '五十个客户端失去服务器五秒钟。每个都在等 0.25、0.5、1、2、4 秒……之后重试，没有一点随机。它们会怎样回来？',
    options: [
      {
        says: '均匀地散开：网络和电脑总不会完全一样。',
        why: '差的只是几毫秒。和几秒的间隔相比等于没有，何况大家是从同一刻开始数的。',
      },
      {
        says: '全挤在同一瞬间，而且比本来可以的晚。',
        why: '对。它们在 0.25、0.75、1.75、3.75 秒时各试一次，那时没人应；然后全都在 7.75 秒来：晚了将近三秒，还是一起来。',
      },
      {
        says: '一个接一个：服务器会让它们排队。',
        why: '来多少它就接多少。排队的连接太多就会被丢掉，而被丢掉的还会再来，并且一起来。',
      },
      {
        says: '服务器一恢复就马上来：它们会知道。',
        why: '凭什么知道？没有人告诉它们。客户端能做的只是过一阵再试。',
      },
    ],
    phases: {
      gathering: '五十个客户端经 WebSocket 加入。它们的重试没有一点随机。',
      'in-step': '服务器停机五秒。',
      'gathering-again': '它们离开，另外五十个加入，这次带抖动。',
      spread: '服务器再次停机五秒。',
      end: '大家都回家了。',
    },
    notices: [
      '一根高高的柱子：一大群在一两个十分之一秒内一齐到达。',
      '五十个在一瞬间全都回来了，却还是晚了：服务器早已恢复了几秒，谁也没去试。',
      '带上抖动，同样五十个成了一片起伏的小丘：任何十分之一秒里都只有几个。',
    ],
    notes: {
      plan: [
        { minutes: 1, what: '讲思路。放学时全校挤一扇窄门。' },
        { minutes: 2, what: '提问。请一位同学在黑板上把间隔加起来：0.25、0.75、1.75、3.75、7.75。' },
        { minutes: 3, what: '运行。趁一切安静，让大家打赌柱子会立在第几秒。' },
        { minutes: 2, what: '比较两幅图：最高多高，有多宽，最后一个何时回来。' },
        { minutes: 2, what: '别处也有这种事：整分钟一起开始的轮询、同时过期的缓存、8:00 的闹钟。' },
      ],
      misconceptions: [
        {
          claim: '指数退避就能防止蜂拥。',
          truth: '它只是把一波波的间隔拉开，每一波却还是完整的一波。没有随机，人群依旧是人群。',
          see: '第一次停机：第五次尝试时，全都挤在一瞬间。',
        },
        {
          claim: '一点点随机就够了，比如上下十分之一。',
          truth: '那只把人群散开到间隔的十分之一。完全抖动（从零到整个间隔都可能）把它散到整个间隔上，一样不花钱。',
          see: '第二次停机。M. Brooker 的《Exponential Backoff And Jitter》（2015）比较了各种做法。',
        },
        {
          claim: '五十个对服务器来说不算什么。',
          truth: '确实。但五万个也是同样的形状，而且每一个回来都要登录、从游标接着读、补发错过的消息。',
          see: '“搞破坏”：把人群加大，最多 500 个。',
        },
      ],
      questions: [
        '服务器知道自己要停机了，它可以对客户端说些什么？（找找 “retry”，或关闭码 1012）',
        '短轮询如果没有随机的起点：一次停电之后，一千个客户端会做什么？',
        '对孤零零的一个客户端来说，有抖动好还是没有好？',
      ],
      numbers: [
        '没有随机：停机后 0.25、0.75、1.75、3.75、7.75 秒各试一次。服务器 5 秒后恢复，所以五十个都在 8 秒左右到：每次失败的尝试也要花一点时间。',
        '完全抖动：第 n 次间隔是 0 到 0.25·2ⁿ 秒之间的任意值。此外服务器还劝每个客户端离开一段随机的时间，最多 3 秒。',
        '五十个散布在两秒里，每十分之一秒是两三个；随机会让有些柱子高出两三倍。',
      ],
    },
  },
);
