import type { Span } from '#server/rules/disclosure-masking-addresses.ts';

/** 重大疾病保险的疾病定义使用规范 (2020), 慢性病 of the basic medical insurance, and how people call them. */
const NAMED_ILLNESS =
  '[一-龥]{0,2}癌|白血病|尿毒症|肾?衰竭|透析|[一-龥]{0,2}肿瘤|[淋骨脑血]\\S{0,2}瘤|血友病|再障|贫血|艾滋病?|hiv|肺?结核病?|[甲乙丙]?肝炎|乙肝|丙肝|肝硬化|糖尿病|' +
  '高血压|冠心病|心脏病|先心病|心梗|心肌梗[死塞]|心衰|脑梗[死塞]?|脑出血|脑溢血|脑卒中|中风|帕金森|阿尔茨海默|老年痴呆|痴呆|癫痫|' +
  '精神分裂|精神病|精神障碍|抑郁症?|双相|自闭症|孤独症|唐氏|脑瘫|尘肺|矽肺|慢阻肺|哮喘|肺气肿|类风湿|红斑狼疮|狼疮|强直性脊柱炎|' +
  '股骨头坏死|骨折|肾病|肾炎|甲亢|痛风|胃溃疡|梅毒|麻风|包虫病|大骨节病|血吸虫病|肌无力|渐冻|罕见病|化疗|放疗|器官移植|[肾肝骨]髓?移植|流产|不孕';
/** What tells that somebody is ill without saying of what. */
const ILL = '因病|病[重故人危]|重病|大病|重大疾病|慢性?病|恶性|住院|手术|重症|确诊|病情|术后|疾病';
/** 隐患 is no illness. */
const SUFFERS = '(?<![隐后外水祸])身?患(?:有|上|了|病|者)?';
/** Any word that ends like an illness; crops and beasts are ill in public. */
const LIKE_ILLNESS = '[一-龥]{0,3}(?:病|症|癌|瘤|综合征|(?<![发消])炎(?![热夏])|梗塞|梗死|衰竭)';
const NOT_OF_PEOPLE =
  /病[虫害死]|虫病|(?:赤霉|稻瘟|纹枯|白粉|根肿|黄萎|枯萎|溃疡|炭疽|条锈|锈)病|猪瘟|禽流感|口蹄疫|疫病|治病虫|无病|防病/;
/** 高血压讲座 is about nobody. */
const PUBLIC_HEALTH =
  /宣传|讲座|讲堂|防治|防控|防疫|筛查|疫苗|接种|预防|义诊|体检|普查|知识|培训|保险|医保|药品|消杀|消毒|卫生|日活动|健康|救助资金|\d人次/;

/** 残疾人残疾分类和分级 (GB/T 26341): kinds and grades, and how people call them. */
const DISABILITY =
  '(?:视力|听力|言语|肢体|智力|精神|多重)(?:(?:残疾?)?[一二三四1234]级|残疾?)|残疾[一二三四1234]级|[一二三四1234]级(?:肢体|视力|听力|言语|智力|精神|多重)?(?:伤残|残疾)|' +
  '伤残[一二三四五六七八九十\\d]{1,2}级|肢残|智残|聋哑|失聪|失明|盲人|智障|偏瘫|截瘫|瘫痪|截肢|侏儒|植物人|生活不能自理|半?失能|长期卧床|弱视';
const ANY_DISABILITY = '残疾(?:人|军人|证)?(?:两项)?|因残|伤残|致残|残障|[(\\[]残[)\\]]|残$';

const NAMED = new RegExp(`${NAMED_ILLNESS}|因病|因残|${SUFFERS}`, 'g');
const ANY_ILLNESS = new RegExp(`${NAMED_ILLNESS}|${SUFFERS}|${ILL}|${LIKE_ILLNESS}`, 'g');
const KINDS = new RegExp(DISABILITY, 'g');
const ANY_KIND = new RegExp(`${DISABILITY}|${ANY_DISABILITY}`, 'g');

/** Where illnesses stand in a folded text; `isAboutPerson` takes hints too, and no public lecture. */
export function findIllness(text: string, isAboutPerson: boolean): Span[] {
  if (!isAboutPerson && PUBLIC_HEALTH.test(text)) return [];
  return spansOf(text, isAboutPerson ? ANY_ILLNESS : NAMED).filter(
    ({ start, end }) => !NOT_OF_PEOPLE.test(text.slice(Math.max(0, start - 1), end + 1)),
  );
}

/** Where kinds and grades of disability stand; of a person the bare word is told too much already. */
export function findDisability(text: string, isAboutPerson: boolean): Span[] {
  if (isAboutPerson) return spansOf(text, ANY_KIND);
  const isCounted = /补贴|人数|\d+ ?[人名户]|之家|联合会|康复|宣传|技能|培训/.test(text);
  return isCounted ? [] : spansOf(text, KINDS);
}

/** How people call those who are helped because they are poor. */
const POOR =
  /低保|特困|五保|贫困(?!村|县|地区)|困难(?:户|群众|家庭|职工|老人|党员|学生|儿童|妇女)|边缘(?:易致贫)?户|(?:未)?脱贫(?:不稳定)?户|监测户|救助对象|重点帮扶(?:户|人员|对象)/;

/** Whether a folded text tells that somebody in it is poor, or holds an illness or a disability. */
export function tellsNeed(folded: string, findings: readonly { kind: string }[]): boolean {
  const isOfHealth = findings.some(({ kind }) => kind === 'illness' || kind === 'disability');
  return isOfHealth || POOR.test(folded);
}

function spansOf(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(({ 0: words, index }) => ({
    start: index,
    end: index + words.length,
  }));
}
