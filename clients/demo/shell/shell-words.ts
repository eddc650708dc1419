import { defineWords } from '../words/define-words.ts';

export const shellWords = defineWords(
  {
    about: 'Polling, long polling or WebSocket: see for yourself.',
    tabs: { chat: 'Chat', race: 'Race', breaking: 'Break it', lessons: 'Lessons', class: 'Class' },
    navigation: 'Parts of the lab',
    language: 'Language',
    theme: 'Colours',
    themes: { auto: 'as the system', light: 'light', dark: 'dark', projector: 'projector' },
    noLab:
      'This server is a plain one: chatting works, but there are no links to slow down or to break. Start the whole lab with npm start.',
    labGone: 'The lab can’t be reached. Is it still running? This page tries again every second.',
    failed: 'The server can’t be reached:',
  },
  {
    about: '轮询、长轮询还是 WebSocket？自己看看。',
    tabs: { chat: '聊天', race: '赛跑', breaking: '搞破坏', lessons: '课程', class: '课堂' },
    navigation: '实验室的各部分',
    language: '语言',
    theme: '配色',
    themes: { auto: '跟随系统', light: '浅色', dark: '深色', projector: '投影' },
    noLab: '这是一台普通服务器：可以聊天，但没有可以减速或破坏的链路。用 npm start 启动整个实验室。',
    labGone: '连不上实验室。它还在运行吗？页面每秒重试一次。',
    failed: '连不上服务器：',
  },
);
