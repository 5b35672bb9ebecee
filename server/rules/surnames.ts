import { fold } from '#server/rules/fold.ts';

/** Surnames of two characters; 万俟 and 百里 are read as one. */
export const COMPOUND_SURNAMES: ReadonlySet<string> = new Set(
  (
    '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 ' +
    '慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 ' +
    '轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 梁丘 左丘 东门 西门 第五 贺兰 纳兰 达奚 完颜 耶律'
  ).split(' '),
);

/** Surnames of one character: the 400 commonest of the police registers, then older ones of 百家姓. */
const SURNAMES: ReadonlySet<string> = new Set(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚' +
    '谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦' +
    '向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车' +
    '冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧宫苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井' +
    '练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠桑荆谌银明沙伏岑习胥保和蔺水云昌酆凤乌皮卡元平湛祢狄贝麻危支咎经裘缪干宣贲杭诸钮嵇滑荣荀' +
    '羊於惠家芮羿储汲邴松富巴弓牧隗山宓蓬郗班仰秋伊暴钭厉戎祖束幸韶印宿怀蒲邰从鄂索咸籍阴能苍双闻莘贡扶堵宰郦雍璩濮寿通扈郏浦尚农别充' +
    '慕茹宦鱼容慎戈庾终暨居衡步弘广禄阙东殳沃利蔚越夔隆师厍勾融那空毋乜养须丰巢蒯相后红权逯盍益桓公肖闫付代仝岱尧帅占邝鹿撒补税苻卿敬' +
    '青旷但晁炊豆' +
    '茅漆谯佘母竹鲜庹阚逄况麦冒昝尉粟淳蹇笪佴镡訾郄郅妥亢禚斛牒揣缑亓植',
);

/** How names of peoples without surnames begin, as registers in Sichuan, Tibet and Xinjiang have them. */
const FIRST_SYLLABLES: readonly string[] = (
  '扎西 次仁 卓玛 格桑 洛桑 达瓦 尼玛 旺堆 多吉 索朗 普布 平措 仁增 丹增 德吉 拉姆 央金 泽仁 泽旺 泽郎 阿旺 白玛 巴桑 边巴 次旺 ' +
  '吉克 沙马 马海 吉木 曲比 阿苏 阿尔 阿木 木乃 海来 勒格 吉伍 吉力 阿力 阿牛 阿衣 阿果 阿西 井尔 莫色 曲木 俄木 热依 阿依 ' +
  '古丽 买买 艾合 麦麦 阿不 阿卜 吐尔 玉素 木合 热合 巴特 乌云 其其 萨仁 苏日 哈斯'
).split(' ');

/**
 * How long the surname is with which a word begins: 2 for 欧阳修, 1 for 张三, 0 where none is known.
 * The beginning of a name that has no surname (扎西, 阿依) counts as one of two characters.
 */
export function surnameLength(word: string): 0 | 1 | 2 {
  const folded = fold(word);
  const two = folded.slice(0, 2);
  if (COMPOUND_SURNAMES.has(two) && folded.length > 2) return 2;
  if (FIRST_SYLLABLES.includes(two) && folded.length > 2) return 2;
  return SURNAMES.has(folded.slice(0, 1)) || RARE.test(folded) ? 1 : 0;
}

/** Signs beyond the common ones (㛃, 𬭎) stand in names and hardly anywhere else. */
const RARE = /^[\u{3400}-\u{4dbf}\u{20000}-\u{3ffff}]/u;
