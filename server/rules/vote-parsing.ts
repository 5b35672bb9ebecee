import type votesJson from '#content/votes.json';
import { articlesOf, closedSets, type RawArticle, type RawLaws } from '#server/rules/articles.ts';
import { isBody } from '#server/rules/bodies.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import type { Threshold } from '#server/rules/thresholds.ts';
import {
  answerKinds,
  deciders,
  type Electorate,
  electorates,
  type Notice,
  noticeWays,
  onlineEffects,
  type Pass,
  passBases,
  type VoteBook,
  type VoteType,
  voteCodes,
  voteNeeds,
  voteType,
} from '#server/rules/vote-book.ts';
import { type OwnRules, underPack } from '#server/rules/vote-packs.ts';

type RawPass = Threshold & { base: string };

interface RawNotice extends Omit<Notice, 'how'> {
  how: string[];
}

interface RawType
  extends Pick<
    VoteType,
    'zh' | 'en' | 'quorum' | 'women' | 'isRun' | 'byMostVotes' | 'confirmed' | 'source'
  > {
  code: string;
  body: string;
  electorate: string;
  unit: string;
  heldAs: string[];
  pass: RawPass | null;
  secondRound: RawPass | null;
  notice: RawNotice;
  secrecy: { may: string; default: string };
  online: string;
  answers: string[];
  needs: string[];
  basis: RawArticle[];
}

interface RawOwn {
  code: string;
  quorum?: Threshold | undefined;
  women?: Threshold | undefined;
  notice?: RawNotice | undefined;
  confirmed?: boolean | undefined;
}

type Json = typeof votesJson;

const oneOf = closedSets('votes.json');

/** content/votes.json as it is read, its words not yet held against their closed sets. */
export interface RawVotes
  extends Omit<
    Json,
    'laws' | 'bodies' | 'electorates' | 'noticeWays' | 'needs' | 'types' | 'packs'
  > {
  laws: RawLaws;
  noticeWays: (BothWords & { code: string })[];
  needs: (BothWords & { code: string })[];
  bodies: (BothWords & { code: string })[];
  electorates: (BothWords & { code: string; rolls: string[] })[];
  types: RawType[];
  packs: (BothWords & { code: string; types: RawOwn[] })[];
}

/**
 * Reads content/votes.json for a county (six digits), with the rules of its province laid over the
 * national ones; throws with the word that is outside its closed set, or the type that is missing.
 */
export function parseVotes(json: RawVotes, countyCode: string): VoteBook {
  const { laws, packs, ...plain } = json;
  const found = packs.find(({ code }) => countyCode.startsWith(code));
  const pack = found ? { code: found.code, zh: found.zh, en: found.en } : null;
  const types = json.types.map((type) => typeOf(type, laws));
  const book: VoteBook = {
    ...plain,
    bodies: json.bodies.map((body) => ({ ...body, code: oneOf(deciders, body.code) })),
    electorates: json.electorates.map(electorateOf),
    noticeWays: json.noticeWays.map((way) => ({ ...way, code: oneOf(noticeWays, way.code) })),
    needs: json.needs.map((need) => ({ ...need, code: oneOf(voteNeeds, need.code) })),
    types: underPack(types, (found?.types ?? []).map(ownOf)),
    pack,
  };
  checkTypes(book);
  return book;
}

function typeOf(raw: RawType, laws: RawLaws): VoteType {
  return {
    ...raw,
    code: oneOf(voteCodes, raw.code),
    body: oneOf(deciders, raw.body),
    electorate: oneOf(electorates, raw.electorate),
    unit: oneOf(['person', 'household'], raw.unit),
    heldAs: raw.heldAs.map((code) => oneOf(voteCodes, code)),
    quorum: raw.quorum && thresholdOf(raw.quorum),
    pass: raw.pass && passOf(raw.pass),
    secondRound: raw.secondRound && passOf(raw.secondRound),
    notice: noticeOf(raw.notice),
    secrecy: {
      may: oneOf(['secret', 'open', 'either'], raw.secrecy.may),
      default: oneOf(['secret', 'open'], raw.secrecy.default),
    },
    online: oneOf(onlineEffects, raw.online),
    answers: raw.answers.map((answer) => oneOf(answerKinds, answer)),
    needs: raw.needs.map((need) => oneOf(voteNeeds, need)),
    basis: articlesOf(raw.basis, laws),
  };
}

function ownOf({ code, quorum, women, notice, confirmed }: RawOwn): OwnRules {
  return {
    code: oneOf(voteCodes, code),
    quorum: quorum ? thresholdOf(quorum) : null,
    women: women ? thresholdOf(women) : null,
    notice: notice ? noticeOf(notice) : null,
    isConfirmed: confirmed ?? false,
  };
}

function thresholdOf<T extends Threshold>(raw: T): T {
  const isShare = Number.isInteger(raw.part) && Number.isInteger(raw.of) && raw.part <= raw.of;
  if (!isShare || raw.part <= 0) throw new Error(`votes.json: ${raw.part}/${raw.of} is no share`);
  return raw;
}

function passOf(raw: RawPass): Pass {
  return { ...thresholdOf(raw), base: oneOf(passBases, raw.base) };
}

function noticeOf(raw: RawNotice): Notice {
  const isCount = Number.isInteger(raw.days) && raw.days >= 0;
  if (!isCount) throw new Error(`votes.json: ${raw.days} are no days of notice`);
  return { ...raw, how: raw.how.map((way) => oneOf(noticeWays, way)) };
}

function electorateOf(raw: RawVotes['electorates'][number]): Electorate {
  const rolls = raw.rolls.filter(isBody);
  if (rolls.length < raw.rolls.length) throw new Error(`votes.json: ${raw.code} has a wrong roll`);
  return { ...raw, code: oneOf(electorates, raw.code), rolls };
}

/** Each type once; what holds another is a meeting of its own. */
function checkTypes(book: VoteBook): void {
  const codes = book.types.map(({ code }) => code);
  if (new Set(codes).size < codes.length) throw new Error('votes.json: a type stands there twice');
  for (const code of voteCodes) voteType(book, code);
  const holders = book.types.flatMap(({ heldAs }) => heldAs);
  const nested = holders.find((code) => voteType(book, code).heldAs.length > 0);
  if (nested) throw new Error(`votes.json: ${nested} is no meeting of its own`);
}
