const DIGITS = '零一二三四五六七八九';

/**
 * What makes two ways of writing a villager group the same: 3 for '3组', '三组', '第3村民小组' and
 * '3'; 12 for '十二组'; '东岭' for '东岭组' and '东岭'.
 */
export function groupKey(text: string): number | string {
  const bare = bareName(text).replace(/[组社队片]$/, '');
  if (/^\d+$/.test(bare)) return Number(bare);
  const parts = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/.exec(bare);
  if (!parts || bare === '') return bare;
  const [, tens, ten, ones] = parts;
  if (!ten) return DIGITS.indexOf(bare);
  return (tens ? DIGITS.indexOf(tens) : 1) * 10 + (ones ? DIGITS.indexOf(ones) : 0);
}

/** What a new group is called: '3组' for every way of writing the third, '东岭组' for 东岭. */
export function groupName(text: string): string {
  const key = groupKey(text);
  const bare = bareName(text);
  const isWhole = typeof key === 'string' && key !== bare;
  return isWhole ? bare : `${key}组`;
}

function bareName(text: string): string {
  return text.normalize('NFKC').replace(/\s|^第|[村居]民小组$/g, '');
}
