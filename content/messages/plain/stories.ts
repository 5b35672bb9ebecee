import type { InBothLanguages, PlainWords } from '#content/messages/kind-words.ts';

/** 故事会: stories of people here, and the evenings on which they are told. */
export const stories: InBothLanguages<PlainWords> = {
  zh: {
    name: '故事会',
    title: () => '故事会',
    intro: '身边人讲身边事。讲一个故事，或者约大家哪天在哪里一起听。',
    nothing: '还没有人讲。您先讲一个？',
    nothingHint: '修渠那年的事，哪位邻居帮过的忙，老手艺怎么做，都可以讲。',
    add: '讲一个故事',
    newTitle: '讲一个故事',
    body: '故事',
    bodyHint: '讲别人的事，先问问他愿不愿意。电话、身份证号写了我们会遮住。',
    send: '讲给大家听',
    shared: (where, title) => `${where}的故事会：${title}`,
  },
  en: {
    name: 'Stories',
    title: () => 'Stories told here',
    intro:
      'People here tell of people here. Tell a story, or say when and where everybody can come and listen.',
    nothing: 'Nobody has told one yet. Will you be the first?',
    nothingHint:
      'The year the channel was dug, a neighbour who helped, how an old craft is done: all welcome.',
    add: 'Tell a story',
    newTitle: 'Tell a story',
    body: 'The story',
    bodyHint: 'If it is about somebody else, ask first. We cover phone and ID numbers.',
    send: 'Tell everybody',
    shared: (where, title) => `A story from ${where}: ${title}`,
  },
};
