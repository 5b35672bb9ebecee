import { instantOf } from '#server/rules/dates.ts';
import { groupKey } from '#server/rules/group-names.ts';
import type { Fault, TableRow } from '#server/rules/sheet-table.ts';

/** The columns of a list of posts. */
export type PostColumn =
  | 'village'
  | 'group'
  | 'microGrid'
  | 'name'
  | 'phone'
  | 'post'
  | 'deputy'
  | 'title'
  | 'workPhone'
  | 'duty'
  | 'since';

/** What may be wrong with a line beyond its cells. */
export type PostFaultCode =
  | 'noSuchVillage'
  | 'noSuchGroup'
  | 'noSuchMicroGrid'
  | 'nameWrong'
  | 'phoneWrong'
  | 'postUnknown'
  | 'postNotHere'
  | 'deputyWrong'
  | 'phoneTwoNames'
  | 'sameLineTwice'
  | 'twoHeads';

/** A fault; `other` is the line it does not agree with. */
export interface PostFault<Code extends string = PostFaultCode> extends Fault<Code> {
  other?: number;
}

/** A standing place that a line may mean, with the place above it. */
export interface PostPlace {
  code: string;
  name: string;
  level: string;
  path: string;
  parentCode: string | null;
}

/** Somebody of the file, for a post at a place. */
export interface FilePost<Post extends string = string> {
  /** Where the file says it. */
  sheet: string;
  row: number;
  gridCode: string;
  /** The place as it is called, with its village or group in front. */
  place: string;
  path: string;
  post: Post;
  isDeputy: boolean;
  name: string;
  /** Eleven digits. */
  phone: string;
  title: string;
  workPhone: string | null;
  duty: string;
  /** From the beginning of this day; null for the day on which the list is brought in. */
  since: number | null;
}

/** What the lines are understood by. */
export interface PostReading<Post extends string> {
  /** The village or town that the list is for. */
  root: PostPlace;
  /** What stands below it. */
  places: PostPlace[];
  /** How each post is written at its end. */
  endings: Record<Post, string[]>;
  /** Posts of which a place has one holder beside deputies. */
  heads: ReadonlySet<string>;
  postsOfLevel(level: string): string[];
  readPhone(typed: string): string | null;
}

type Row = TableRow<PostColumn>;

interface Wrong {
  column: PostColumn;
  fault: PostFaultCode;
  other?: number;
}

/** Reads posts out of the lines of a table, and names the lines that cannot be right. */
export function readPosts<Post extends string>(
  rows: Row[],
  reading: PostReading<Post>,
): { posts: FilePost<Post>[]; faults: PostFault[] } {
  const posts: FilePost<Post>[] = [];
  const faults: PostFault[] = [];
  for (const row of rows) {
    const read = readPost(row, reading);
    const wrong = 'fault' in read ? read : clashOf(read, posts, reading.heads);
    if (wrong) faults.push(faultAt(row, wrong));
    else if (!('fault' in read)) posts.push(read);
  }
  return { posts, faults };
}

function faultAt({ sheet, row, columns }: Row, { column, fault, other }: Wrong): PostFault {
  const place = columns[column] ?? { column: '', header: '' };
  return { sheet, row, ...place, code: fault, ...(other !== undefined && { other }) };
}

function readPost<Post extends string>(
  { sheet, row, values }: Row,
  reading: PostReading<Post>,
): FilePost<Post> | Wrong {
  const place = placeOf(values, reading);
  if ('fault' in place) return place;
  const name = bareName(values.name ?? '');
  if (!/^\p{L}[\p{L}·•.' -]{0,29}$/u.test(name)) return { column: 'name', fault: 'nameWrong' };
  const phone = reading.readPhone(values.phone ?? '');
  if (phone === null) return { column: 'phone', fault: 'phoneWrong' };
  const written = bareName(values.post ?? '');
  const post = postOf(written, reading.endings);
  if (post === null) return { column: 'post', fault: 'postUnknown' };
  if (!reading.postsOfLevel(place.level).includes(post)) {
    return { column: 'post', fault: 'postNotHere' };
  }
  const ticked = readTick(values.deputy);
  if (ticked === null) return { column: 'deputy', fault: 'deputyWrong' };
  return {
    ...{ sheet, row, gridCode: place.code, place: place.called, path: place.path },
    ...{ post, isDeputy: ticked || written.includes(DEPUTY), name, phone },
    title: values.title ?? (reading.endings[post].includes(written) ? '' : written),
    ...{ workPhone: values.workPhone, duty: values.duty ?? '' },
    since: values.since === null ? null : instantOf(values.since),
  };
}

type Found = PostPlace & { called: string };

/** The place of a line: the root itself when neither village nor group is written. */
function placeOf(values: Row['values'], { root, places }: PostReading<string>): Found | Wrong {
  const isTown = root.level === 'town';
  const named = (at: PostPlace) => values.village === null || namesVillage(values.village, at.name);
  const village = isTown
    ? values.village !== null &&
      places.find((at) => at.level === 'village' && namesVillage(values.village ?? '', at.name))
    : named(root) && root;
  const isTownItself = isTown && values.village === null && values.group === null;
  if (isTownItself) return { ...root, called: root.name };
  if (!village) return { column: 'village', fault: 'noSuchVillage' };
  const prefix = isTown ? village.name : '';
  if (values.group === null) return { ...village, called: village.name };
  const group = below(places, village, 'grid', values.group);
  if (!group) return { column: 'group', fault: 'noSuchGroup' };
  const called = `${prefix}${group.name}`;
  if (values.microGrid === null) return { ...group, called };
  const micro = below(places, group, 'micro_grid', values.microGrid);
  if (!micro) return { column: 'microGrid', fault: 'noSuchMicroGrid' };
  return { ...micro, called: `${called}${micro.name}` };
}

function below(places: PostPlace[], parent: PostPlace, level: string, written: string) {
  return places.find(
    (at) =>
      at.level === level &&
      at.parentCode === parent.code &&
      groupKey(at.name) === groupKey(written),
  );
}

function namesVillage(written: string, village: string): boolean {
  return written.endsWith(village) || written === village.replace(/(?:村|社区)$/, '');
}

/** People put spaces into short names so that columns look even. */
function bareName(name: string): string {
  return name.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}

const DEPUTY = '副';

/** The post with the longest ending that fits: 监委会主任 is no 主任. */
function postOf<Post extends string>(written: string, endings: Record<Post, string[]>) {
  const whole = written.replace(DEPUTY, '');
  let best: { post: Post; length: number } | null = null;
  for (const post of Object.keys(endings) as Post[]) {
    for (const ending of endings[post]) {
      const isLonger = ending.length > (best?.length ?? 0);
      if (isLonger && whole.endsWith(ending)) best = { post, length: ending.length };
    }
  }
  return best?.post ?? null;
}

/** Null for words that are neither yes nor no: a deputy's name belongs on a line of its own. */
function readTick(written: string | null): boolean | null {
  if (written === null || /^(?:否|不是|无|正|正职|n|no|false|0)$/i.test(written)) return false;
  return /^(?:是|副|副手|副职|√|✓|✔|☑|y|yes|true|1)$/i.test(written) ? true : null;
}

/** What an earlier line says against this one. */
function clashOf(line: FilePost, earlier: FilePost[], heads: ReadonlySet<string>): Wrong | null {
  for (const one of earlier) {
    const isSamePerson = one.phone === line.phone;
    if (isSamePerson && one.name !== line.name) {
      return { column: 'phone', fault: 'phoneTwoNames', other: one.row };
    }
    if (one.gridCode !== line.gridCode || one.post !== line.post) continue;
    if (isSamePerson) return { column: 'name', fault: 'sameLineTwice', other: one.row };
    const isHead = heads.has(line.post) && !line.isDeputy && !one.isDeputy;
    if (isHead) return { column: 'post', fault: 'twoHeads', other: one.row };
  }
  return null;
}
