import { describe, expect, test } from 'vitest';
import type { ColumnIs } from '#server/rules/disclosure-book.ts';
import {
  type CellPlace,
  type CellValue,
  findInCell,
  findInText,
  type GateKnowledge,
  knowledgeOf,
  maskCell,
} from '#server/rules/disclosure-gate.ts';
import { ownView } from '#server/rules/disclosure-masking-own.ts';

const known = knowledgeOf({
  today: '2026-11-22',
  allowed: ['0838-555 0123', '19900009999'],
  names: ['卿芷岚', '葉霜溪', '金桐'],
});

function cell(is: ColumnIs, isPersonal = true, code: string = is): CellPlace {
  return { column: { code, is }, item: { class: isPersonal ? 'subsidy' : 'finance', isPersonal } };
}

function shownToPublic(value: CellValue, place: CellPlace, knowing: GateKnowledge): CellValue {
  return maskCell(value, findInCell(value, place, knowing), 'public');
}

function shownToVillage(value: CellValue, place: CellPlace, knowing: GateKnowledge): CellValue {
  return maskCell(value, findInCell(value, place, knowing), 'village');
}

type Shown = [typed: string, toPublic: string, toVillage: string];

const NAMES: Shown[] = [
  ['张三', '张*', '张三'],
  ['张小明', '张*明', '张小明'],
  ['欧阳修', '欧阳*', '欧阳修'],
  ['买买提·吐尔逊', '买**·***', '买买提·吐尔逊'],
  ['㛃芷岚', '㛃*岚', '㛃芷岚'],
  ['张三13800138000', '张*■■■■■■■■■■■', '张三■■■■■■■■■■■'],
  ['张三(1 3 8-0013-8000)', '张*(■ ■ ■■■■■■■■■■■)', '张三(■ ■ ■■■■■■■■■■■)'],
  ['张三一三八零零一三八零零零', '张*■■■■■■■■■■■', '张三■■■■■■■■■■■'],
  ['张三 后四位 00138', '张* *** ■■■■■', '张三 后四位 ■■■■■'],
  ['张小明、李芷溪', '张*明、李*溪', '张小明、李芷溪'],
  ['张小明等5户', '张**等5户', '张小明等5户'],
  ['张小明(肢体二级)', '■■■(■■■■)', '张小明(■■■■)'],
  ['张小明(残)', '■■■■■■', '张小明■■■'],
  ['张小明(肝癌)', '■■■(■■)', '张小明(■■)'],
  ['张小宝(8岁)', '张*宝(■■)', '张小宝(■■)'],
  ['张小宝(学生)', '■■■■■■■', '■■■■■■■'],
  ['孙女金小宝', '■■■■■', '■■■■■'],
  ['张小明 510681********0011', '张*明 ■■■■■■■■■■■■■■■■■■', '张小明 ■■■■■■■■■■■■■■■■■■'],
  ['张小明138****8000', '张*明■■■■■■■■■■■', '张小明■■■■■■■■■■■'],
  [
    '张三6217999900000001234 19900001234',
    '张*■■■■■■■■■■■■■■■■■■■ ■■■■■■■■■■■',
    '张三■■■■■■■■■■■■■■■■■■■ ■■■■■■■■■■■',
  ],
  ['张三19900001234(12组)', '张*■■■■■■■■■■■(12组)', '张三■■■■■■■■■■■(12组)'],
  ['张小明 3组12号', '张*明 3组■■■', '张小明 3组■■■'],
  ['Ann Lee', 'A** ***', 'Ann Lee'],
  ['合计', '合计', '合计'],
  ['3组全体农户', '3组全体农户', '3组全体农户'],
  ['石梯村民委员会', '石梯村民委员会', '石梯村民委员会'],
  ['李建社', '李*社', '李建社'],
  ['王新村', '王*村', '王新村'],
  ['', '', ''],
];

describe('a column of names', () => {
  test.each(NAMES)('%s is %s to everybody and %s in the village', (typed, toPublic, toVillage) => {
    expect(shownToPublic(typed, cell('name'), known)).toBe(toPublic);
    expect(shownToVillage(typed, cell('name'), known)).toBe(toVillage);
  });
});

const PLACES: [typed: string, shown: string][] = [
  ['3组', '3组'],
  ['3组12号', '3组'],
  ['石梯村三组45号附1', '石梯村三组'],
  ['广汉市雒城街道石梯村3组12号附2号', '广汉市雒城街道石梯村3组'],
  ['3组 大院子旁', '3组'],
  ['3组、4组', '3组、4组'],
  ['东岭村民小组第8户', '东岭村民小组'],
  ['石梯村12号', '石梯村'],
  ['石梯社区幸福路88号', '石梯社区幸福路'],
  ['桂花小区3栋2单元401', '桂花小区'],
  ['桂花小区3-2-401', '桂花小区'],
  ['3组19900001234', '3组■■■■■■■■■■■'],
  ['石梯村', '石梯村'],
  ['石梯村一社', '石梯村一社'],
  ['驻村工作队', '驻村工作队'],
];

describe('a column of places', () => {
  test.each(PLACES)('%s of somebody is cut to %s', (typed, shown) => {
    expect(shownToPublic(typed, cell('place'), known)).toBe(shown);
    expect(shownToVillage(typed, cell('place'), known)).toBe(shown);
  });

  test.each(['3组晒坝旁', '5组2号堰塘', '村委会对面', '机耕道3号桥', '幸福路12号门市'])(
    '%s of a thing stays whole',
    (place) => {
      expect(shownToPublic(place, cell('place', false), known)).toBe(place);
    },
  );
});

const PARTIES: Shown[] = [
  ['王建国', '王*国', '王建国'],
  ['王建国(个体户)', '王*国(个体户)', '王建国(个体户)'],
  ['王建国、李芷溪', '王*国、李*溪', '王建国、李芷溪'],
  ['王建国 19900001234', '王*国 ■■■■■■■■■■■', '王建国 ■■■■■■■■■■■'],
  ['诸葛岚', '诸葛*', '诸葛岚'],
  ['扎西次仁', '扎**仁', '扎西次仁'],
  ['阿依·吐尔逊', '阿*·***', '阿依·吐尔逊'],
  ['王建国先生', '王****', '王建国先生'],
  ['张记建材店', '张记建材店', '张记建材店'],
  ['广汉市金雁建材有限公司', '广汉市金雁建材有限公司', '广汉市金雁建材有限公司'],
  ['石梯村', '石梯村', '石梯村'],
  ['雒城街道', '雒城街道', '雒城街道'],
  ['双堰农机合作社', '双堰农机合作社', '双堰农机合作社'],
  ['国网供电所', '国网供电所', '国网供电所'],
  ['全体村民', '全体村民', '全体村民'],
  ['3组', '3组', '3组'],
];

describe('a column of parties', () => {
  test.each(PARTIES)(
    '%s is %s to everybody and %s in the village',
    (typed, toPublic, toVillage) => {
      expect(shownToPublic(typed, cell('party', false), known)).toBe(toPublic);
      expect(shownToVillage(typed, cell('party', false), known)).toBe(toVillage);
    },
  );
});

type FoundIn = [kind: string, is: ColumnIs, isPersonal: boolean, typed: string, shown: string];

const IN_CELLS: FoundIn[] = [
  ['phone', 'text', false, '运费19900001234', '运费■■■■■■■■■■■'],
  ['phone', 'text', false, '电话199：0000：1234', '电话■■■■■■■■■■■■■'],
  ['phone', 'text', false, '电话199\n0000\n1234', '电话■■■\n■■■■\n■■■■'],
  ['phone', 'text', false, '199|0000|1234', '■■■■■■■■■■■■■'],
  ['phone', 'text', false, '电话١٩٩٠٠٠٠١٢٣٤', '电话■■■■■■■■■■■'],
  ['phone', 'text', false, 'l99OOOO1234', '■■■■■■■■■■■'],
  ['phone', 'count', true, '19900001234', '■■■■■■■■■■■'],
  ['phone', 'money', true, '19900001234.00', '■■■■■■■■■■■■■■'],
  ['id', 'quantity', true, '519999196801010019', '■■■■■■■■■■■■■■■■■■'],
  ['landline', 'count', true, '08385550124', '■■■■■■■■■■■'],
  ['landline', 'officer', false, '曾谷雨0838-5550124', '曾谷雨■■■■■■■■■■■■'],
  ['landline', 'place', false, '雒城街道石梯村3组0838-5550124', '雒城街道石梯村3组■■■■■■■■■■■■'],
  ['phone', 'officer', false, '曾谷雨 199 0000 1234', '曾谷雨 ■■■ ■■■■ ■■■■'],
  ['id', 'text', true, '519999202611160012', '■■■■■■■■■■■■■■■■■■'],
  ['card', 'text', true, '6217000000000001', '■■■■■■■■■■■■■■■■'],
  ['card', 'text', true, '6217 9999 0000 0001 234', '■■■■ ■■■■ ■■■■ ■■■■ ■■■'],
  ['card', 'text', false, '付运费6217999900000001234', '付运费■■■■■■■■■■■■■■■■■■■'],
  ['id', 'text', false, '领款519999201805060012', '领款■■■■■■■■■■■■■■■■■■'],
  ['id', 'text', false, '领款51999919680101001*', '领款■■■■■■■■■■■■■■■■■■'],
  ['id', 'text', false, '领款51999919680101001×', '领款■■■■■■■■■■■■■■■■■■'],
  ['plate', 'text', false, '运输车川F12345', '运输车■■■■■■■'],
  ['address', 'text', false, '修3组12号房屋', '修3组■■■房屋'],
  ['address', 'text', false, '3组12号门前补路', '3组■■■门前补路'],
  ['address', 'text', false, '幸福路88号2单元401室', '幸福路■■■■■■■■■■'],
  ['address', 'text', true, '家住大院子12号', '家住大院子■■■'],
  ['address', 'text', false, '门牌号:1024', '门牌号:■■■■'],
  ['address', 'text', false, '6栋1304', '■■■■■■'],
  ['illness', 'text', true, '因病致贫', '■■致贫'],
  ['illness', 'text', true, '住院', '■■'],
  ['illness', 'text', true, '患尿毒症', '■■■■'],
  ['illness', 'text', true, '卵巢囊肿切除手术', '卵巢囊肿切除■■'],
  ['illness', 'text', true, '心脏搭桥术后', '心脏搭桥■■'],
  ['illness', 'text', true, '胆囊炎', '■■■'],
  ['illness', 'text', false, '慰问尿毒症村民', '慰问■■■村民'],
  ['illness', 'text', false, '救助患病群众1人', '救助■■群众1人'],
  ['disability', 'text', true, '肢体残疾二级', '■■■■■■'],
  ['disability', 'text', true, '残疾人两项补贴', '■■■■■补贴'],
  ['disability', 'text', true, '视力一级', '■■■■'],
  ['disability', 'text', true, '聋哑', '■■'],
  ['disability', 'text', false, '慰问智力残疾', '慰问■■■■'],
  ['child', 'text', true, '留守儿童', '■■■■'],
  ['child', 'text', true, '事实无人抚养', '事实■■■■'],
  ['child', 'text', false, '资助学生金小宝', '资助■■■■■'],
  ['child', 'text', false, '2019年3月出生', '■■■■■■■■■'],
  ['child', 'text', false, '出生日期2013-05-06', '■■■■■■■■■■■■■■'],
  ['private', 'text', false, '出生日期1958-05-06', '■■■■■■■■■■■■■■'],
  ['private', 'text', true, '离异', '■■'],
  ['private', 'text', true, '婚嫁迁入', '■■迁入'],
  ['id', 'text', false, '证51999919680101001943', '证■■■■■■■■■■■■■■■■■■■■'],
  ['id', 'text', false, '51999919680101001x43b1', '■■■■■■■■■■■■■■■■■■■■■■'],
  ['id', 'text', false, '19900001234519999196801010019', '■■■■■■■■■■■■■■■■■■■■■■■■■■■■■'],
  ['card', 'text', false, '1990000123419900005678', '■■■■■■■■■■■■■■■■■■■■■■'],
  ['card', 'text', true, '88100000001234', '■■■■■■■■■■■■■■'],
  ['phone', 'text', true, '手机199000012343组', '手机■■■■■■■■■■■■组'],
  ['phone', 'text', false, '微信号zhang123456', '微信号■■■■■■■■■■■'],
  ['phone', 'text', false, 'QQ:12345678', 'QQ:■■■■■■■■'],
  ['id', 'text', false, '护照号E12345678', '护照号■■■■■■■■■'],
  ['name', 'text', false, '付保洁员工资和付韩小满误工费', '付保洁员工资和付韩*满误工费'],
  ['name', 'text', false, '慰问3组卿芷岚', '慰问3组卿*岚'],
  ['name', 'text', false, '叶霜溪误工', '叶*溪误工'],
  ['name', 'text', false, '卿 芷 岚误工', '卿 * *误工'],
  ['name', 'text', false, '慰问韩小满', '慰问韩*满'],
  ['name', 'text', false, '付给村民韩小满', '付给村民韩*满'],
  ['name', 'text', false, '韩小满等3户改厕', '韩*满等3户改厕'],
];

describe('in a cell', () => {
  test.each(IN_CELLS)(
    'a datum of the kind %s is found (%s, of a person: %s): %s',
    (kind, is, isPersonal, typed, shown) => {
      const place = cell(is, isPersonal);

      expect(findInCell(typed, place, known).map((one) => one.kind)).toEqual([kind]);
      expect(shownToPublic(typed, place, known)).toBe(shown);
    },
  );

  test('a telephone number that was kept as a count or a sum is blackened', () => {
    expect(shownToPublic(19900001234, cell('count'), known)).toBe('■■■■■■■■■■■');
    expect(shownToPublic(1990000123400, cell('money'), known)).toBe('■■■■■■■■■■■■■');
  });

  test.each([
    ['低保户卿芷岚、葉霜溪慰问', '低保户■■■、■■■慰问'],
    ['慰问特困供养对象卿芷岚', '慰问特困供养对象■■■'],
    ['困难群众葉霜溪过节费', '困难群众■■■过节费'],
    ['付卿芷岚工钱', '付卿*岚工钱'],
  ])('%s: who is poor is not named by half to everybody', (typed, shown) => {
    expect(shownToPublic(typed, cell('text', false), known)).toBe(shown);
    expect(shownToVillage(typed, cell('text', false), known)).toBe(typed);
  });

  test('illness and name stand nowhere together', () => {
    expect(shownToPublic('慰问卿芷岚(住院)', cell('text', false), known)).toBe('慰问■■■(■■)');
    expect(shownToVillage('慰问卿芷岚(住院)', cell('text', false), known)).toBe('慰问卿芷岚(■■)');
  });
});

describe('people in office', () => {
  const withOfficials = knowledgeOf({
    ...{ today: '2026-11-22', names: ['曾谷雨', '卿芷岚 13800138000'], officials: ['曾谷雨'] },
  });

  test('may be named in any words, others may not', () => {
    const typed = '慰问曾谷雨带队,卿芷岚等3户';

    expect(shownToPublic(typed, cell('text', false), withOfficials)).toBe(
      '慰问曾谷雨带队,卿*岚等3户',
    );
  });
});

describe('counts of groups', () => {
  test.each(['孤儿', '困境儿童', '残疾人', '高龄老人', '留守儿童'])('name them: %s', (group) => {
    const place: CellPlace = {
      column: { code: 'group-kind', is: 'text' },
      item: { class: 'relief', isPersonal: false },
    };

    expect(findInCell(group, place, known)).toEqual([]);
  });
});

describe('a long text', () => {
  test('is read sentence by sentence', () => {
    const long = `${'石子和沙按车过磅。'.repeat(30)}残疾人之家设备已到。住院的卿芷岚已看望。`;
    const found = findInText(long, known);

    expect(found.map(({ start, end }) => long.slice(start, end))).toEqual(['住院', '卿芷岚']);
  });
});

describe('in free words', () => {
  test.each([
    ['卿芷岚低保审批表.pdf', '卿芷岚'],
    ['19900001234收据.jpg', '19900001234'],
    ['1组花名册(519999196801010019).xlsx', '519999196801010019'],
  ])('%s is found', (words, datum) => {
    const [found, ...more] = findInText(words, known);

    expect(words.slice(found?.start, found?.end)).toBe(datum);
    expect(more).toEqual([]);
  });
});

describe('a number to the person whose it is', () => {
  test.each([
    ['id', '519999196801010019', '5199**********0019'],
    ['id', '51999919680101001x', '5199**********001X'],
    ['id', '５１９９９９１９６８０１０１００１９', '5199**********0019'],
    ['id', '519999680101001', '5199*******1001'],
    ['id', '1234', '****'],
    ['phone', '199 0000 1234', '199****1234'],
    ['phone', '0838-5550124', '****0124'],
    ['card', '6217 9999 0000 0001 234', '****1234'],
    ['card', '12', '****'],
  ] as const)('%s %s is %s', (kind, number, shown) => {
    expect(ownView(kind, number)).toBe(shown);
  });
});

/** What must stand for everybody, in rows of people and of the village alike. */
const INNOCENT: [is: ColumnIs, typed: string][] = [
  ['money', '126,431.72'],
  ['money', '126431.72'],
  ['money', '¥ 6,800.00'],
  ['money', '-1,200.50'],
  ['money', '(1,200.50)'],
  ['money', '1.2万元'],
  ['money', '9,999,999,999.99'],
  ['money', '0'],
  ['quantity', '12.345'],
  ['quantity', '12.345亩'],
  ['quantity', '1200.5'],
  ['quantity', '3600 斤'],
  ['count', '13'],
  ['count', '2,460'],
  ['day', '2026-10-08'],
  ['day', '2026年10月8日'],
  ['day', '2026.10.8'],
  ['day', '10月6-9日'],
  ['kind', '修路修渠'],
  ['kind', 'works'],
  ['officer', '曾谷雨'],
  ['officer', '欧阳白露、廖长庚'],
  ['party', '石梯村集体经济合作社'],
  ['party', '中国石油广汉加油站'],
  ['party', '雒城街道办事处'],
  ['place', '12组'],
  ['place', '东岭组'],
  ['text', '126,431.72元'],
  ['text', '6,800 元'],
  ['text', '1.2万元'],
  ['text', '约12.64万元'],
  ['text', '12.345亩'],
  ['text', '面积 1200.5平方米,合1.8亩'],
  ['text', '2026-10-08'],
  ['text', '2026年10月8日至11月8日'],
  ['text', '2026/10/08—2027/10/07'],
  ['text', '20261008'],
  ['text', '2026年1月起'],
  ['text', '8:30-12:00,14:00-18:00'],
  ['text', '记-2026-10-012'],
  ['text', '银付字第0123号'],
  ['text', '凭证号 2026100012'],
  ['text', '川财农〔2026〕12号'],
  ['text', '国发[2025]15号'],
  ['text', '合同2026-0316'],
  ['text', '合同编号:GH-SD-2026-000123'],
  ['text', '农宅字510681202611001号'],
  ['text', '不动产单元号510681102204JC00012F00010001'],
  ['text', '地块编码5106811022040100012'],
  ['text', '发票号码26512000000123456789'],
  ['text', '编号510681202611160012'],
  ['text', '工单编号:20261116000123'],
  ['text', '流水号20261008123456789'],
  ['text', '发票代码051022600111'],
  ['text', '统一社会信用代码N2510681MF1234567X'],
  ['text', '编号2026-0316'],
  ['text', '3号地块'],
  ['text', '12-3号地'],
  ['text', '2号机井'],
  ['text', '3组5号堰塘清淤'],
  ['text', '3组12号动工'],
  ['text', '机耕道石子6,800元,17车,每车400元'],
  ['text', '31盏路灯,还有3盏不亮'],
  ['text', 'DN200管道1500米'],
  ['text', 'LED路灯60W 220V'],
  ['text', '3组路面修补,料和工'],
  ['text', '5组支渠清淤挖机'],
  ['text', '公益岗补贴 13 人'],
  ['text', '垃圾清运 9 个组'],
  ['text', '重阳节看望 66 位老人'],
  ['text', '村委会电话0838-5550199'],
  ['text', '值班电话 0838-555 0123'],
  ['text', '书记电话19900009999'],
  ['text', '举报电话12388'],
  ['text', '应到45人、实到38人,29人赞成'],
  ['text', '一般农户'],
  ['text', '耕地地力保护补贴'],
  ['text', '医疗救助'],
  ['text', '临时救助'],
  ['text', '水稻3.5亩、油菜1.2亩'],
  ['text', '种粮大户补贴'],
  ['text', '农机购置,旋耕机1台'],
  ['text', '第3批,已验收'],
  ['text', '已打卡发放'],
  ['text', '2025-2026年度'],
  ['text', '每人每月 315 元'],
  ['text', '70岁以上高龄津贴'],
  ['text', '第十四届第3次会议'],
  ['text', '1-3季度'],
  ['text', '病虫害防治'],
  ['text', '稻瘟病防治农药'],
  ['text', '安全隐患整改'],
  ['text', '生产道路500米'],
  ['text', '出让期限10年'],
];

/** What is said of the village's things and programmes, and of nobody. */
const PUBLIC_MATTERS = [
  '支付水费1,203.40元',
  '付高温补贴',
  '付安装费',
  '慰问困难党员5人',
  '慰问高龄老人66人',
  '走访慰问老党员',
  '残疾人两项补贴12人8,000元',
  '残疾人之家设备',
  '高血压防治讲座',
  '消毒药品一批',
  '狂犬病疫苗宣传',
  '医疗保险代缴12人',
  '留守儿童暑期活动',
  '儿童之家图书',
  '六一儿童节文具',
  '学生接送车补贴',
  '独生子女奖励3人',
  '2号楼外墙维修',
  '1栋到3栋化粪池',
  '幸福路3号桥加固',
  '村委会101室内墙粉刷',
  '婚丧嫁娶宴席登记',
  '广汉市金雁建材有限公司石子款',
  '张家湾机耕道',
  '居民公约',
  '城乡居民养老',
  '残疾人、困境儿童、孤儿、留守、高龄、优抚',
  '付保洁员工资',
  '付马路清扫工资',
  '付公益性岗位工资',
  '付河道清理误工',
  '付小组长误工补贴',
  '李家堰清淤',
  '王家大院路灯',
  '马路清扫',
  '方便群众办事',
  '石子30吨,沙12方',
  '黄泥堰闸门维修',
];

describe('ordinary words and numbers', () => {
  test.each(INNOCENT)('in a column of the kind %s stays %s', (is, typed) => {
    for (const isPersonal of [true, false]) {
      const place = cell(is, isPersonal);

      expect(findInCell(typed, place, known)).toEqual([]);
      expect(shownToPublic(typed, place, known)).toBe(typed);
    }
  });

  test.each(PUBLIC_MATTERS)('%s stays as it is', (typed) => {
    expect(findInCell(typed, cell('text', false), known)).toEqual([]);
  });

  test.each([12_643_172, -120_050, 0, 999_999_999_999])(
    'a sum of %i 分 is never touched',
    (sum) => {
      expect(shownToPublic(sum, cell('money'), known)).toBe(sum);
    },
  );
});
