/** 村里话: words and photos that ask nothing. */
export const talks: typeof import('../zh/talks.ts').talks = {
  title: (talk) => talk,
  intro:
    'News, thanks, things lost and found. If something needs doing, use “Tell the village” instead.',
  add: 'Say something',
  nobody: 'Nobody has spoken yet. Will you begin?',
  nobodyHint: 'Bean paste drying, a dog found, somebody to thank: all welcome.',
  newTitle: 'Say something',
  body: 'Your words',
  bodyHint: 'Leave out other people’s phone and ID numbers; we cover them.',
  photo: (n) => `Photo ${n}`,
  photosHint: 'Up to six, at most 15 MB each. Photos are shown after somebody has looked.',
  morePhotos: 'Add more photos',
  audience: 'Who can read it',
  everybody: 'Everyone',
  village: (here) => `Only people of ${here}`,
  send: 'Send',
  onlyVillagers: (here) => `Only registered people of ${here} can post here.`,
  signIn: 'Sign in to post',
};
