/** Words of 议事厅: matters that a village talks over and decides together. */
export const motions = {
  kind: {
    name: '议事厅',
    shared: (place: string, title: string) => `${place}在议这件事：${title}`,
  },
  states: {
    gathering: '正在联名',
    over: '联名没够数',
    waiting: '等支部记下来',
    talking: '正在议',
    ended: '议的日子过了',
    agreed: '议成了，在办',
    deciding: '在走四议两公开',
    decided: '定下来了',
    closed: '议完了',
  },
  stages: {
    title: '走到哪一步了',
    name: '四议两公开',
    marks: {
      s1_propose: '一',
      s2_consult: '二',
      s3_review: '三',
      s4_resolve: '四',
      p1_decision: '公',
      p2_result: '公',
    },
    names: {
      s1_propose: '支部会提议',
      s2_consult: '两委会商议',
      s3_review: '党员大会审议',
      s4_resolve: '村民会议或代表会议决议',
      p1_decision: '决议公开',
      p2_result: '结果公开',
    },
    assembly: {
      representatives: '村民代表会议决议',
      collective_members: '集体成员大会决议',
      collective_reps: '集体成员代表大会决议',
      directors: '集体理事会决议',
    },
    states: { done: '过了', now: '现在', ahead: '还没到' },
    ahead: {
      s1_propose: '支部委员先议一遍',
      s2_consult: '村支委会、村委会一起商量',
      s3_review: '先把文本发给党员，再开会审议',
      s4_resolve: '村里人自己定',
      p1_decision: '定下来以后贴出来',
      p2_result: '办完以后贴出来：花了多少，差在哪',
    },
    merged: '书记、主任一人担任，和上一步一次开会',
    came: (entitled: number, present: number) => `应到 ${entitled} 人，到了 ${present} 人`,
    agreed: (yes: number, no: number, abstain: number) =>
      [`赞成 ${yes}`, no > 0 && `反对 ${no}`, abstain > 0 && `弃权 ${abstain}`]
        .filter((part) => part !== false)
        .join('，'),
    failed: '没有过',
    between: '·',
    called: (day: string, place: string) => `${day}开会${place === '' ? '' : `，在${place}`}`,
    void: (day: string) => `原定${day}的会取消了`,
    shown: (day: string) => `${day}公开`,
  },
};
