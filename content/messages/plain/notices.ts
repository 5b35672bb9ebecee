import type { InBothLanguages, PlainWords } from '#content/messages/kind-words.ts';

/** 公告: official words that stand for a period. */
export const notices: InBothLanguages<PlainWords> = {
  zh: {
    name: '公告',
    title: () => '公告',
    intro: '村里贴出来的通知。有不明白的，可以在下面问一句。',
    nothing: '现在没有公告。',
    add: '贴一张公告',
    newTitle: '贴一张公告',
    body: '内容',
    bodyHint: '办公电话可以写；个人的手机号、身份证号会遮住。',
    send: '贴出去',
    shared: (where, title) => `${where}贴了公告：${title}`,
  },
  en: {
    name: 'Notice',
    title: () => 'Notices',
    intro: 'What the village has posted. If something is unclear, ask underneath.',
    nothing: 'There are no notices now.',
    add: 'Post a notice',
    newTitle: 'Post a notice',
    body: 'Words',
    bodyHint: 'Office telephones may stand; personal numbers are covered.',
    send: 'Post it',
    shared: (where, title) => `Notice in ${where}: ${title}`,
  },
};
