import { place as placeEn } from '#content/messages/en/place.ts';
import type { InBothLanguages, PlainWords } from '#content/messages/kind-words.ts';
import { place } from '#content/messages/zh/place.ts';

/** 村里话: words and photos that ask nothing. */
export const talks: InBothLanguages<PlainWords> = {
  zh: {
    name: '村里话',
    title: (kind) => place[kind].talk,
    intro: '说说村里的新鲜事、谢谢谁、丢了什么捡了什么。要人办的事，请点“有事说一声”。',
    nothing: '还没有人说话。您来开个头？',
    nothingHint: '晒了豆瓣酱、捡了条狗、想谢谢谁，都可以写。',
    add: '我也说几句',
    newTitle: '说几句',
    body: '您想说的',
    bodyHint: '别写别人的电话、身份证号，写了我们会遮住。',
    send: '发出去',
    shared: (where, title) => `${where}有人说：${title}`,
  },
  en: {
    name: 'Village talk',
    title: (kind) => placeEn[kind].talk,
    intro:
      'News, thanks, things lost and found. If something needs doing, use “Tell the village” instead.',
    nothing: 'Nobody has spoken yet. Will you begin?',
    nothingHint: 'Bean paste drying, a dog found, somebody to thank: all welcome.',
    add: 'Say something',
    newTitle: 'Say something',
    body: 'Your words',
    bodyHint: 'Leave out other people’s phone and ID numbers; we cover them.',
    send: 'Send',
    shared: (where, title) => `Heard in ${where}: ${title}`,
  },
};
