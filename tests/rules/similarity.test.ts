import { describe, expect, test } from 'vitest';
import { likelyDuplicates, type Matter, similarity } from '#server/rules/similarity.ts';

const THRESHOLD = 0.5;

type Pair = [a: string | [string, string], b: string | [string, string]];

function matter(written: string | [string, string]): Matter {
  return typeof written === 'string' ? { text: written } : { text: written[0], place: written[1] };
}

const SAME: Pair[] = [
  ['变压器老是跳,电压低得煮不熟饭', '电压太低,电饭煲煮不熟'],
  ['村医不在卫生室,找不到人', '卫生室没人,看不到病'],
  ['公厕门锁坏了', '公厕的门关不上'],
  ['树枝压到电线上了,怕着火', '大树枝搭在电线上'],
  ['老人高龄补贴这个月没发', '高龄补贴没有打下来'],
  ['灯不亮', '路灯坏了'],
  ['我们这边又停电了,冰箱里的肉都坏了', '停电了,啥时候来电'],
  ['双堰那截路没得路灯,晚上走路怕得很,请村上给安几盏', '双堰那条路能不能装路灯'],
  ['猪场的粪水流到沟里,臭得很', '猪场太臭了,粪水直接排'],
  ['3组桥头的路灯不亮了', '桥头路灯坏了,晚上黑黢黢的'],
  ['路灯不亮', '路燈不亮了,麻煩修一下'],
  ['村口的路灯这几天都不亮', '村口那盏灯不亮,晚上看不见路'],
  [
    ['路灯熄了好几天', '3组老堰塘'],
    ['灯不亮,老人走夜路摔了', '三组 老堰塘边'],
  ],
  ['3组有两盏路灯坏了', '三组路灯坏了两盏,请来修'],
  ['原双堰那条路晚上黑黢黢的,能不能装路灯?', '双堰那条路能不能装几盏路灯,晚上太黑了'],
  ['垃圾桶满了没人收', '垃圾桶满出来好几天,没人来拉'],
  ['垃圾池臭得很,没人清运', '垃圾池堆满了,好臭,没人清运'],
  ['门前水沟堵了,下雨水进堂屋', '水沟堵了,一下雨就淹到门口'],
  ['排水沟淤了,积水排不出去', '排水沟堵了,积水好深'],
  ['村道上有个大坑,骑车摔了人', '村道路面坑坑洼洼,有个大坑'],
  [
    ['路面烂了一大截', '5组小学门口'],
    ['小学门口那段路烂得很,全是坑', '5组'],
  ],
  ['自来水停了两天', '又停水了,自来水两天没来'],
  ['自来水水压太小,二楼没水', '水压小得很,楼上没水'],
  ['1栋到3栋的充电桩晚上老跳闸', '充电桩又跳闸了,2栋充不起电'],
  ['公路边井盖不见了', '路边的井盖丢了,危险'],
  ['谁家的狗没拴,追着娃娃跑', '大黄狗没拴,差点咬到娃娃'],
  ['广场舞音响太吵,睡不着', '广场舞吵得睡不着觉'],
  ['桥上栏杆断了', '小桥护栏断了一截,请修'],
  ['耕地补贴还没到账', '今年的耕地补贴没收到'],
  ['三组机耕道垮了一段', '3组机耕道路面塌了,拖拉机过不去'],
  ['有人在田里烧秸秆,烟大得很', '又在烧秸秆,浓烟熏人'],
  ['去镇上的班车最近不来了', '班车好几天没来,去镇上不方便'],
  ['堰渠垮了,放不到水', '灌溉的渠垮了,田里放不到水'],
  ['健身器材坏了,有个螺丝掉了', '广场的健身器材坏了'],
  ['ＬＥＤ路灯不亮', 'led路灯不亮了'],
];

const DIFFERENT: Pair[] = [
  ['高龄补贴怎么办', '残疾人补贴怎么办'],
  ['卫生室没人', '村委会没人'],
  ['公厕门锁坏了', '健身器材坏了'],
  ['桥面裂了', '墙裂了,危房'],
  ['水管漏水', '房子漏雨'],
  ['组道能不能加宽', '组道上有坑'],
  ['2026年医保怎么缴,外地能缴吗', '医保卡丢了怎么补'],
  [
    ['水沟堵了', '1组'],
    ['水沟垮了一截', '9组'],
  ],
  ['村道有个坑', '机耕道能不能硬化'],
  ['路灯太亮照得睡不着', '路灯不亮'],
  ['桥头的垃圾没人收', '桥头的路灯坏了'],
  ['3组路灯不亮', '5组路灯不亮'],
  [
    ['路灯不亮', '3组桥头'],
    ['路灯不亮了', '8组晒场'],
  ],
  ['路灯不亮', '自来水停了'],
  ['3组桥头的路灯不亮了', '3组桥头的栏杆断了'],
  ['3组桥头的路灯不亮了', '3组桥头垃圾堆成山'],
  ['村口的路灯不亮', '村口的水沟堵了'],
  ['路灯不亮', '能不能在新修的步道上加装路灯'],
  ['垃圾桶满了没人收', '能不能给我们院坝增设一个垃圾桶'],
  ['自来水停了两天', '停电两天了'],
  ['排水沟堵了', '下水的路烂了'],
  ['低保怎么申请', '医保怎么缴'],
  ['低保申请交了没回音', '耕地补贴没到账'],
  ['狗没拴', '猪场臭得很'],
  ['请问医保缴费到哪天', '请问水费缴费到哪天'],
  ['谢谢廖小满,路灯修好了', '谢谢廖小满,水沟通了'],
  ['麻烦领导尽快解决一下,谢谢', '希望村上尽快帮忙处理一下,谢谢'],
  ['公交站牌倒了', '树倒了压住电线'],
  ['充电桩跳闸', '家里老跳闸,电压不稳'],
  ['快递到村里要自己去镇上取', '班车到村里要等一个小时'],
  ['广场舞太吵', '工地晚上施工噪声大'],
  ['十二组机耕道垮了', '二组机耕道垮了'],
  ['厕所改造什么时候验收', '公厕没人打扫,脏得很'],
  ['宽带断了三天', '自来水断了三天'],
  ['我妈的豆瓣酱晒好了', '我妈的低保办好了吗'],
];

describe('likely duplicates', () => {
  test.each(SAME)('%s is the same matter as %s', (a, b) => {
    expect(similarity(matter(a), matter(b))).toBeGreaterThanOrEqual(THRESHOLD);
  });

  test.each(DIFFERENT)('%s is another matter than %s', (a, b) => {
    expect(similarity(matter(a), matter(b))).toBeLessThan(THRESHOLD);
  });

  test.each([...SAME, ...DIFFERENT])('%s and %s are as alike one way as the other', (a, b) => {
    const there = similarity(matter(a), matter(b));

    expect(similarity(matter(b), matter(a))).toBe(there);
    expect(there).toBeGreaterThanOrEqual(0);
    expect(there).toBeLessThanOrEqual(1);
  });

  test('the likeliest comes first and what is unlike is left out', () => {
    const recent = [
      { no: 1, text: '5组路灯不亮' },
      { no: 2, text: '三组灯坏了' },
      { no: 3, text: '三组桥头路灯不亮,晚上黑' },
      { no: 4, text: '垃圾没人收' },
    ];

    const likely = likelyDuplicates({ text: '3组桥头路灯不亮' }, recent, THRESHOLD);

    expect(likely.map(({ matter: { no } }) => no)).toEqual([3, 2]);
  });

  test('an empty text is like nothing', () => {
    expect(similarity({ text: '' }, { text: '' })).toBe(0);
    expect(likelyDuplicates({ text: '' }, [{ text: '路灯不亮' }], THRESHOLD)).toEqual([]);
  });

  test('two hundred recent matters are compared in a blink', () => {
    const recent = Array.from({ length: 200 }, (_, at) => ({
      text: `${at}组排水沟堵了,下雨水进堂屋,请来看看。`.repeat(8),
    }));
    const began = performance.now();

    likelyDuplicates({ text: '水沟堵了' }, recent, THRESHOLD);

    expect(performance.now() - began).toBeLessThan(150);
  });
});
