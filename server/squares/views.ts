import { type RunningNow, runningNow } from '#server/agenda/running.ts';
import { type HomeOpen, homeOpen } from '#server/disclosure-duties/views.ts';
import { type MoneyLine, moneyLine } from '#server/disclosures/money-line.ts';
import { mergerNote, officeAt, profileOf } from '#server/grids/county.ts';
import {
  type CadreFacts,
  cadreFacts,
  type OfficeBody,
  type OfficePerson,
  villageCadres,
  villageOrganisation,
} from '#server/grids/people.ts';
import type { Village } from '#server/grids/places.ts';
import { groupsOf, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { PostRow } from '#server/posts/views.ts';
import { postCounts, postList, postRows } from '#server/posts/views.ts';
import { recentVerdicts, type VerdictRowView } from '#server/promises/verdict-views.ts';
import {
  type PersonPromises,
  type PromiseRowView,
  promisesOfPerson,
  unreportedPromises,
} from '#server/promises/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type VillageBadge, villageBadges } from '#server/selections/badges.ts';
import {
  type AppealCounts,
  countAppeals,
  medianFirstAnswer,
  monthOf,
} from '#server/squares/figures.ts';
import { selectDiaryOf, selectHolderAnswers } from '#server/squares/records.ts';
import { appealsOfHome, type SolvedStory } from '#server/squares/solved.ts';

const LETTERS_SHOWN = 1;
const BADGES_SHOWN = 2;
const NOTES_SHOWN = 1;
const NOTICES_SHOWN = 3;
const TALKS_SHOWN = 3;

/** What every page of a village begins with: the place, and who helps there. */
export interface VillageFrame {
  village: Village;
  help: { name: string; hours: string; phone: string } | null;
  about: string;
  now: EpochMs;
}

export interface VillageHome extends VillageFrame {
  groups: number;
  address: string;
  merged: { oldName: string; since: string } | null;
  month: AppealCounts;
  open: number;
  /** All public appeals of the village that were not taken back. */
  total: number;
  /** What was put right for most households of late, with pictures of before and after. */
  story: SolvedStory | null;
  /** What is still owed, next due first, then what was done last; at most five. */
  appeals: PostRow[];
  /** The newest letter of the secretary. */
  letters: PostRow[];
  /** The newest note of the secretary's diary. */
  diary: PostRow[];
  /** 到期未报: promises whose day is over without a word. */
  unreported: PromiseRowView[];
  /** What came and went in the accounts that were published last; null while there are none. */
  money: MoneyLine | null;
  /** What of its accounts the village owes, or showed late; null while there is nothing to say. */
  disclosed: HomeOpen | null;
  /** What the village decides together now. */
  running: RunningNow;
  /** How many matters its hall lists as talked over. */
  matters: number;
  /** What of the village was chosen among the month's best of late. */
  badges: VillageBadge[];
  /** Promises on which drawn villagers decided lately. */
  verdicts: VerdictRowView[];
  notices: PostRow[];
  talks: PostRow[];
  cadres: OfficePerson[];
  isMine: boolean;
}

/** A village's home; null when there is no such village. `from` is the old name that led here. */
export async function villageHome(
  ctx: Context,
  slug: string,
  from: string | null,
): Promise<VillageHome | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const { code: villageCode } = village;
  const [
    profile,
    groups,
    merged,
    month,
    counts,
    shown,
    letters,
    diary,
    unreported,
    verdicts,
    badges,
    notices,
    talks,
    cadres,
    disclosed,
    money,
    running,
    motions,
  ] = await Promise.all([
    profileOf(ctx, villageCode),
    groupsOf(ctx, villageCode),
    mergerNote(ctx, village, from),
    monthOf(ctx, villageCode),
    postCounts(ctx, villageCode, 'appeal'),
    appealsOfHome(ctx, villageCode),
    postList(ctx, { villageCode, kind: 'letter', limit: LETTERS_SHOWN }),
    postList(ctx, { villageCode, kind: 'diary', limit: NOTES_SHOWN }),
    unreportedPromises(ctx, villageCode),
    recentVerdicts(ctx, village),
    villageBadges(ctx, village, BADGES_SHOWN),
    postList(ctx, { villageCode, kind: 'notice', limit: NOTICES_SHOWN }),
    postList(ctx, { villageCode, kind: 'talk', limit: TALKS_SHOWN }),
    villageCadres(ctx, village),
    homeOpen(ctx, village),
    moneyLine(ctx, villageCode),
    runningNow(ctx, village),
    postCounts(ctx, villageCode, 'motion'),
  ]);
  const all = countAppeals([...counts].map(([state, n]) => ({ state, n })));
  return {
    ...frameOf(ctx, village, profile),
    groups: groups.length,
    address: profile?.address ?? '',
    merged,
    month,
    open: all.open,
    total: all.received,
    ...shown,
    letters: letters.rows,
    diary: diary.rows,
    unreported,
    disclosed,
    money,
    running,
    matters: motions.get('open') ?? 0,
    verdicts,
    badges,
    notices: notices.rows,
    talks: talks.rows,
    cadres,
    isMine: ctx.viewer.homeVillageCode === villageCode,
  };
}

export interface OrganisationPage extends VillageFrame {
  bodies: OfficeBody[];
  address: string;
  officeHours: string;
  town: TownOffice;
}

/** The people of the town set over a village. */
interface TownOffice {
  name: string;
  people: Awaited<ReturnType<typeof officeAt>>;
}

/** A village's Party organisation and committees; null when there is no such village. */
export async function organisationPage(
  ctx: Context,
  slug: string,
): Promise<OrganisationPage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const [profile, bodies, people] = await Promise.all([
    profileOf(ctx, village.code),
    villageOrganisation(ctx, village),
    officeAt(ctx, village.townCode),
  ]);
  return {
    ...frameOf(ctx, village, profile),
    bodies,
    address: profile?.address ?? '',
    officeHours: profile?.officeHours ?? '',
    town: { name: village.townName, people },
  };
}

export interface PeoplePage extends VillageFrame {
  cadres: OfficePerson[];
}

/** The grid cadres of a village, group by group; null when there is no such village. */
export async function peoplePage(ctx: Context, slug: string): Promise<PeoplePage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const [profile, cadres] = await Promise.all([
    profileOf(ctx, village.code),
    villageCadres(ctx, village),
  ]);
  return { ...frameOf(ctx, village, profile), cadres };
}

export interface CadrePage extends VillageFrame {
  cadre: CadreFacts;
  /** Among the newest public appeals he holds: how many are open, how many done. */
  held: AppealCounts;
  /** Working minutes to the first answer; null where it may not be read or cases are too few. */
  median: number | null;
  minimum: number;
  /** 亮承诺、亮成绩: what he promised and what became of it. */
  promised: PersonPromises;
  /** The newest note of his diary here. */
  diary: PostRow[];
}

/** A cadre's own page in a village; null when he never held a post there. */
export async function cadrePage(
  ctx: Context,
  slug: string,
  cadreNo: string,
): Promise<CadrePage | null> {
  const village = await villageBySlug(ctx, slug);
  const cadre = village && (await cadreFacts(ctx, village, cadreNo));
  if (!cadre) return null;
  const { medianWindow, medianMinimum } = ctx.book.rules.figures;
  const { personId } = cadre;
  const notes = { personId, villageCode: village.code, limit: NOTES_SHOWN };
  const [profile, answers, promised, diary] = await Promise.all([
    profileOf(ctx, village.code),
    selectHolderAnswers(ctx.db.read, personId, medianWindow),
    promisesOfPerson(ctx, personId),
    selectDiaryOf(ctx.db.read, notes).then((ids) => postRows(ctx, ids)),
  ]);
  const states = answers.map(({ state }) => ({ state, n: 1 }));
  return {
    ...frameOf(ctx, village, profile),
    cadre,
    held: countAppeals(states),
    median: cadre.showsFigures ? medianFirstAnswer(ctx, answers) : null,
    minimum: medianMinimum,
    promised,
    diary,
  };
}

function frameOf(
  ctx: Context,
  village: Village,
  profile: Awaited<ReturnType<typeof profileOf>>,
): VillageFrame {
  ctx.page.shows(`village:${village.code}`);
  const hasHelp = profile !== null && profile.helpPhone !== '';
  return {
    village,
    help: hasHelp
      ? { name: profile.helpName, hours: profile.officeHours, phone: profile.helpPhone }
      : null,
    about: profile?.about ?? '',
    now: ctx.clock.now(),
  };
}
