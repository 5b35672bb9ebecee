import type { InBothLanguages, PlainWords } from '#content/messages/kind-words.ts';

/** 书记日记: three sentences and a photo. */
export const diary: InBothLanguages<PlainWords> = {
  zh: {
    name: '书记日记',
    title: () => '书记日记',
    intro: '书记今天去了哪、看见什么、记下什么，三句话。想问的，可以在下面问一句。',
    nothing: '书记还没有写日记。',
    add: '记一笔',
    newTitle: '今天记一笔',
    body: '今天记一笔',
    bodyHint: '三句话就够：去了哪里，看见什么，记下什么。办不到的先别写进来。',
    send: '记下来',
    shared: (where, title) => `${where}书记今天记了一笔：${title}`,
  },
  en: {
    name: 'Secretary’s diary',
    title: () => 'The secretary’s diary',
    intro:
      'Where the secretary went today, what he saw, what he noted: three sentences. Questions are welcome underneath.',
    nothing: 'The secretary has not written yet.',
    add: 'Write a note',
    newTitle: 'A note of today',
    body: 'A note of today',
    bodyHint:
      'Three sentences are enough: where you went, what you saw, what you noted. Leave out what cannot be done.',
    send: 'Keep it',
    shared: (where, title) => `The secretary’s diary in ${where}: ${title}`,
  },
};
