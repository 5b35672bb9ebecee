import { fold } from '#server/rules/fold.ts';

/**
 * Masks a person's name for the public (domain rules §6): in lists 张* and 张*明, on appeals
 * 张* and 张**; surnames of two characters stay whole (欧阳*); 买买提·吐尔逊 is 买**·***.
 * Counts what people see as one character.
 */
export function maskName(name: string, where: 'list' | 'appeal'): string {
  const written = name.trim();
  if (NAME_PARTS.test(written)) return maskPartedName(written);
  const letters = graphemes(written);
  if (letters.length <= 1) return '*'.repeat(letters.length);
  const surname = letters.length > 2 && COMPOUND_SURNAMES.has(fold(written).slice(0, 2)) ? 2 : 1;
  const given = letters.length - surname;
  const showsLast = where === 'list' && given > 1;
  const stars = '*'.repeat(showsLast ? given - 1 : given);
  return letters.slice(0, surname).join('') + stars + (showsLast ? (letters.at(-1) ?? '') : '');
}

const NAME_PARTS = /[\s·•・‧.]/;
const COMPOUND_SURNAMES = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 ' +
    '慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 ' +
    '轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 第五 贺兰 纳兰 达奚 完颜 耶律'
  ).split(' '),
);

function maskPartedName(name: string): string {
  let seen = 0;
  return graphemes(name)
    .map((letter) => {
      if (NAME_PARTS.test(letter)) return letter;
      seen += 1;
      return seen === 1 ? letter : '*';
    })
    .join('');
}

function graphemes(text: string): string[] {
  return [...SEGMENTER.segment(text)].map(({ segment }) => segment);
}

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' });
