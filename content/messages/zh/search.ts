/** Searching posts. */
export const search = {
  title: '搜一搜',
  field: '要找什么',
  hint: '一个词、一个地方，或者编号、回执码。繁体、简体都行。',
  go: '搜',
  inVillage: (name: string) => `只在${name}找`,
  everywhere: '全市一起找',
  order: '怎么排',
  newest: '新的在前',
  best: '最像的在前',
  nothing: (query: string) => `没有找到“${query}”。`,
  nothingHint: '换个短一点的词试试，或者写编号。',
  found: '找到的',
};
