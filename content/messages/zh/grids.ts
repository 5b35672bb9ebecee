interface Counts {
  received: number;
  answered: number;
  solved: number;
}

const sum = ({ received, answered, solved }: Counts) =>
  `${received} 件，答了 ${answered} 件，办好 ${solved} 件`;

/** A span of working minutes in words: 17 分钟, 3 小时 12 分. */
function span(minutes: number): string {
  if (minutes < 60) return `${Math.max(1, Math.round(minutes))} 分钟`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  return rest === 0 ? `${hours} 小时` : `${hours} 小时 ${rest} 分`;
}

/** Groups as people say them: 1组, 2组 and 3组 are 1至3组; 5组 and 7组 stay apart. */
function groupsOf(names: string[]): string {
  const parts = names.map((name) => /^(第?)(\d+)(\D+)$/.exec(name));
  const runs: string[][] = [];
  names.forEach((name, at) => {
    const [run, part] = [runs.at(-1), parts[at]];
    const before = parts[at - 1];
    const follows = part && before && Number(part[2]) === Number(before[2]) + 1;
    if (run && follows && part[3] === before[3]) run.push(name);
    else runs.push([name]);
  });
  return runs.map(said).join('、');
}

function said(run: string[]): string {
  const [first = '', last = ''] = [run[0], run.at(-1)];
  if (run.length < 3) return run.join('、');
  return `${first.replace(/\D+$/, '')}至${last.replace(/^第/, '')}`;
}

/** The county and its grid: the front, a village's home, its organisation and its people. */
export const grids = {
  /** Plain counts before any statistics. */
  month: (counts: Counts) =>
    counts.received === 0 ? '这个月还没有人说事。' : `这个月 ${sum(counts)}。`,
  span,
  helpRole: (unit: string) => `${unit}信息员`,
  away: (until: string) => `请假到${until}`,
  awayDeputy: (until: string, names: string) => `请假到${until}，${names}代答`,
  deputies: (names: string) => `副手：${names}`,
  /** As villages write their hours. */
  workdays: '上班日',
  and: '、',
  groupsOf,
  holder: (scope: string, post: string) => `${scope}${post}`,
  /** How many households said 我家也是. */
  too: (n: number) => `${n} 户说「我家也是」`,
  cadreNo: (no: string) => `编号 ${no}`,

  front: {
    heads: (n: number) => `${n} 个村头`,
    line: '谁负责、多久答、办没办好，都看得见。',
    find: '找我的村',
    name: '村名或社区名',
    hint: '输入村名，旧村名也行',
    found: (n: number, asked: string) => `「${asked}」找到 ${n} 个`,
    none: (asked: string) => `没找到「${asked}」`,
    noneText: '换个写法试试，只写一两个字也行；或者从下面的镇里找。',
    formerly: (name: string) => `原${name}`,
    towns: '按镇、街道找',
    remembered: '去我记住的村',
    mine: '去我的村',
    soFar: '这个月',
    figures: (county: string) => `看${county}的数`,
    solved: '刚刚办成的',
  },

  /** Before the towns and villages of a county are in. */
  notOpen: {
    title: (county: string) => `${county}的村头，还没开张`,
    text: '乡镇和村还没有录进来。过几天再来看看。',
    operator: '管服务器的人，接着做三步',
    divisions: '把乡镇和村录进来。一行一个村，四列：code、name、town_code、town。',
    admin: '建一个系统管理员。登录密码只显示这一次。',
    adminExample: "'姓名' 手机号",
    signIn: '用这个密码登录，在「工作台」里安排县里的人。',
  },

  /** A matter that was put right, with pictures. */
  done: {
    title: '办成的',
    before: '之前',
    after: '之后',
    took: (days: number) => (days === 0 ? '当天办好，本人说好了' : `前后 ${days} 天，本人说好了`),
  },

  home: {
    home: (name: string) => `${name}首页`,
    tiles: {
      appeals: '大家说的事',
      open: (n: number) => `${n} 件在办`,
      diary: '书记日记',
      stories: '故事会',
      notices: '公告',
      people: '找网格员',
      inOffice: (n: number) => `${n} 人在岗`,
      track: '查我的事',
      trackHow: '凭编号就能查',
      organisation: (unit: string) => `${unit}组织`,
      organisationWhat: '谁管什么',
    },
    label: '去哪里',
    groups: (n: number) => `${n} 个组`,
    merged: (oldName: string, name: string) => `${oldName} 已并入${name}。`,
    remember: (unit: string) => `在这台手机上记住这个${unit}`,
    onDuty: '谁在岗',
    allPeople: '看全部',
    emptyTitle: '还没有人说事',
    emptyText: '您来开个头？',
    allAppeals: (n: number) => `前后一共 ${n} 件`,
    allNotices: '看全部',
    allTalks: '看全部',
    allNotes: '看全部',
    say: '说两句',
    talksEmpty: '还没有人说话。您来开个头？',
  },

  people: {
    title: '找网格员',
    line: '一个组一个人负责，有事先找自己组的网格员。',
    none: '这里还没有登记网格员',
    noneText: '有事可以直接找书记。',
    organisation: (unit: string) => `看${unit}组织`,
  },

  organisation: {
    title: (unit: string) => `${unit}组织`,
    line: '谁、管什么、什么时候在、怎么找。',
    bodies: {
      party: '党组织',
      committee: { village: '村民委员会', community: '居民委员会', campus: '管理办公室' },
      supervision: {
        village: '村务监督委员会',
        community: '居务监督委员会',
        campus: '监督委员会',
      },
      office: '其他',
    },
    duty: '管什么',
    hours: '什么时候在',
    phone: '工作电话',
    deputy: '副手',
    where: '在哪里',
    place: '办公的地方',
    town: (name: string) => `再往上：${name}`,
    none: '还没有登记',
    noneText: '名单由文书登记，登记了就会在这里。',
    cadres: '各组的网格员',
  },

  cadre: {
    facts: '管什么',
    posts: '担任',
    from: (day: string) => `从${day}起`,
    span: (from: string, to: string) => `${from}到${to}`,
    former: '已经不在岗了',
    households: '负责的户数',
    householdsN: (n: number) => `${n} 户`,
    held: '手上和办过的事',
    heldLine: (counts: Counts & { open: number }) =>
      counts.received === 0
        ? '公开的事里，还没有归这位负责的。'
        : `公开的事最近 ${sum(counts)}，还在办 ${counts.open} 件。`,
    median: (length: string) => `首次答复，一半在 ${length}内（按上班时间算）。`,
    tooFew: (minimum: number) => `不到 ${minimum} 件，先不算平均数。`,
    medianPrivate: '多久答复的平均数，只给本人和上级看；村里的数大家都看得到。',
    medianOwn: '这个平均数只有本人和上级看得到。',
    call: '打电话',
  },

  county: {
    title: (county: string) => `${county}的数`,
    line: '只数公开的事，本人说好了才算办好。不排名次。',
    received: '收到',
    answered: '答了',
    solved: '办好',
    open: '在办',
    towns: '各镇、街道',
    caption: (minimum: number) =>
      `从开通到现在。首次答复取一半以内的时间，按上班时间算，没答的也算在里面；不到 ${minimum} 件不算。`,
    town: '镇、街道',
    villages: '村和社区',
    median: '首次答复',
    few: '件数少',
    unit: '件',
  },

  town: {
    line: (n: number) => `${n} 个村和社区`,
    office: '镇上谁管',
    villages: '村和社区',
    counts: (open: number, solved: number) => `在办 ${open} 件，办好 ${solved} 件`,
    noneYet: '还没有人说事',
    county: (county: string) => `回${county}`,
  },
};
