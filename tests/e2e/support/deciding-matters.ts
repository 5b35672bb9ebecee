import { type DemoDeciding, decidingVillage } from '#server/demo/deciding-content.ts';

/**
 * Matters of 东禅寺村 for the journey of deciding together, told by the product's own commands beside
 * the demonstration: each mode has its own. The county's clock begins on Monday 2026-11-16 at 8:30.
 */
export const SLUG = 'dongchansi';

/** Who does what in this village. */
export const cast = {
  secretary: who('che-xiaoman'),
  clerk: who('ying-lichun'),
  supervisor: who('zhan-lixia'),
  tellers: [who('xi-qiufen'), who('lu-bailu')],
  table: who('wei-chushu'),
} as const;

/** Titles of one mode's matters. */
export interface Matters {
  /** Its Party members meet today for the first time. */
  early: string;
  /** They met in vain; the second date is today. Opinions are asked until 25 November. */
  talked: string;
  /** Opinions are in, the box is closed; the representatives meet today. */
  ready: string;
  /** Decided ninety days ago. */
  old: string;
  /** By phone, once they have voted: who has an account and waits. */
  voters: string[];
  /** On paper: who has no phone and waits. */
  onPaper: string[];
}

/** The matters of both modes. */
export const matters: Record<'withScript' | 'withoutScript', Matters> = {
  withScript: {
    early: '6组收购点的路加宽',
    talked: '7组岔路口的路铺石子',
    ready: '8组桥板换成石板桥',
    old: '5组提灌站的路补坑',
    voters: ['yin-liqiu', 'su-guyu', 'xue-xiaohan', 'duan-jingzhe'],
    onPaper: ['yin-lichun', 'duan-chushu', 'tao-xiaoshu'],
  },
  withoutScript: {
    early: '6组到9组的路加宽',
    talked: '2组老茶馆门口铺石子',
    ready: '9组竹编作坊的桥重修',
    old: '1组议事坝的路补坑',
    voters: ['yin-liqiu', 'su-guyu', 'xue-xiaohan', 'duan-jingzhe'],
    onPaper: ['yin-lichun', 'duan-chushu', 'tao-xiaoshu'],
  },
};

/** How many voted before the journey begins, by phone and on paper. */
export const before = { online: [48, 25, 12], paper: [19, 12, 6] };
/** What lies in the closed box and on its table: 排水沟, 机耕道, 都行 of the sources. */
export const inBox = { online: [50, 26, 12], paper: [21, 13, 6] };
/** The lines of a ballot. */
export const options = ['先修', '明年修', '都行'];

/** Everything that was decided before the journey begins. */
export function journeyMatters(): DemoDeciding[] {
  return Object.values(matters).map((one, at) => {
    const minute = String(at * 20).padStart(2, '0');
    return decidingVillage.parse({
      village: SLUG,
      events: [
        ...earlyMatter(one, minute),
        ...talkedMatter(one, minute),
        ...readyMatter(one, minute),
        ...oldMatter(one, minute),
      ],
    });
  });
}

function earlyMatter({ early }: Matters, minute: string) {
  return [
    raised(early, `2026-10-26T09:${minute}`),
    proposed(early, '2026-10-27', '2026-10-30', minute),
    meeting(early, 's3_review', { called: `2026-11-11T09:${minute}`, on: '2026-11-16' }),
  ];
}

function talkedMatter({ talked, voters, onPaper }: Matters, minute: string) {
  return [
    raised(talked, `2026-10-26T10:${minute}`),
    proposed(talked, '2026-10-27', '2026-10-30', minute),
    meeting(talked, 's3_review', {
      ...{ called: `2026-11-05T09:${minute}`, on: '2026-11-11' },
      record: { present: 20, text: '应到 31 人，实到 20 人，不够三分之二，没有开成。' },
    }),
    meeting(talked, 's3_review', { called: `2026-11-12T09:${minute}`, on: '2026-11-16' }),
    {
      ...ballot(talked, { at: `2026-11-09T09:${minute}`, frozen: `2026-11-09T15:${minute}` }),
      ...{ opens: '2026-11-13T08:00', closes: '2026-11-25T18:00', ...before },
      without: [...voters, ...onPaper].map(who),
      table: { at: `2026-11-15T09:${minute}`, who: cast.table, place: '村委会一楼' },
    },
  ];
}

function readyMatter({ ready }: Matters, minute: string) {
  return [
    raised(ready, `2026-10-26T11:${minute}`),
    proposed(ready, '2026-10-27', '2026-10-30', minute),
    meeting(ready, 's3_review', {
      ...{ called: `2026-10-31T09:${minute}`, on: '2026-11-04' },
      record: { present: 25, yes: 23, abstain: 2, text: '应到 31 人，实到 25 人。' },
    }),
    {
      ...ballot(ready, { at: `2026-11-05T10:${minute}`, frozen: `2026-11-05T15:${minute}` }),
      ...{ opens: '2026-11-09T08:00', closes: '2026-11-16T08:00', ...inBox },
      table: { at: `2026-11-15T10:${minute}`, who: cast.table, place: '村委会一楼' },
    },
    meeting(ready, 's4_resolve', { called: `2026-11-12T10:${minute}`, on: '2026-11-16' }),
  ];
}

function oldMatter({ old }: Matters, minute: string) {
  const post = { post: nameOf(old), who: cast.supervisor };
  return [
    raised(old, `2026-07-27T09:${minute}`),
    proposed(old, '2026-07-28', '2026-07-30', minute),
    meeting(old, 's3_review', {
      ...{ called: `2026-08-03T09:${minute}`, on: '2026-08-07' },
      record: { present: 25, yes: 23, abstain: 2, text: '应到 31 人，实到 25 人。' },
    }),
    meeting(old, 's4_resolve', {
      ...{ called: `2026-08-10T09:${minute}`, on: '2026-08-18' },
      record: { present: 40, yes: 36, no: 2, abstain: 2, text: '应到 45 人，实到 40 人。' },
    }),
    { ...post, do: 'check', at: `2026-08-19T09:${minute}`, step: 's4_resolve' },
    {
      ...{ do: 'publish', at: `2026-08-20T09:${minute}`, who: cast.clerk },
      ...{ post: `${nameOf(old)}-resolution`, motion: nameOf(old), title: old },
      ...{ text: '铺平压好，补 14 个坑。', owner: cast.tellers[0] },
      ...{ budget: '30000', dueOn: '2026-11-10' },
    },
  ];
}

function raised(title: string, at: string) {
  const text = `${title}，要多少钱、先后怎么排，大家说。`;
  return { do: 'motion', at, who: cast.secretary, post: nameOf(title), as: 'branch', title, text };
}

/** 提议 and 商议 in one meeting: one person is secretary and director here. */
function proposed(title: string, called: string, on: string, minute: string) {
  return {
    ...meeting(title, 's1_propose', {
      ...{ called: `${called}T14:${minute}`, on },
      record: { present: 3, yes: 3, text: '两委同意提出来，带着预算交党员大会看。' },
    }),
    ...{ matter: 'public_works', merged: true },
  };
}

interface Held {
  called: string;
  on: string;
  record?: { present: number; yes?: number; no?: number; abstain?: number; text: string };
}

function meeting(title: string, step: string, { called, on, record }: Held) {
  const entered = { at: `${on}T17:30`, who: cast.clerk };
  return {
    ...{ do: 'meet', at: called, who: cast.secretary, post: nameOf(title), step, on },
    // What a journey records itself has met when its day begins.
    time: record ? '16:00' : '08:00',
    ...{ meeting: step === 's4_resolve' ? 'reps_meeting' : '' },
    ...{ place: '村委会大会议室', chair: '车小满' },
    ...(record && { record: { ...record, ...entered } }),
  };
}

function ballot(title: string, { at, frozen }: { at: string; frozen: string }) {
  return {
    ...{ do: 'vote', at, who: cast.clerk, post: `${nameOf(title)}-vote`, motion: nameOf(title) },
    ...{ title, text: '网上是听意见，定下来的是代表会。' },
    ...{ options: options.map((label) => ({ label })), tellers: cast.tellers },
    frozen: { at: frozen, who: cast.supervisor },
  };
}

function nameOf(title: string): string {
  return `journey/${title}`;
}

function who(key: string): string {
  return `${SLUG}/${key}`;
}
