import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import {
  type ContestRef,
  contestAt,
  type FoundContest,
  noteContest,
  villagerAt,
} from '#server/contests/acting.ts';
import type { FamilyForm, PaperForm } from '#server/contests/forms.ts';
import { putJuror, selectJuror } from '#server/contests/jury-records.ts';
import {
  type NomineeRow,
  selectNominee,
  selectOfHousehold,
  updateNominee,
} from '#server/contests/nominee-records.ts';
import { selectMembers, selectNamed } from '#server/contests/records.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { speakingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { sealPhoto } from '#server/photos/sealed.ts';
import { keepPhotos } from '#server/photos/upload.ts';
import { blacken, roleOf } from '#server/posts/wording.ts';

/** What a family says, by whom and how. */
interface Saying {
  choice: 'agree' | 'refuse' | 'withdraw';
  name: string;
  kin: string;
  byId: string;
  byRole: string;
  how: 'account' | 'paper';
  photoId: string | null;
}

/**
 * A family agrees to stand, refuses, or takes its consent back. What one of them refuses or takes
 * back stays so for good, and the words are gone; nobody is told who it was.
 */
export async function agreeToNomination(
  ctx: Context,
  ref: ContestRef,
  form: FamilyForm,
): Promise<Result<{ path: string }>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, householdId, personId, loaded, village } = villager.value;
  const nominee = await selectOfHousehold(ctx.db.read, { contestId: contest.id, householdId });
  if (!nominee) return refuse('notFound');
  const byRole = roleOf(ctx.viewer, village.code, null);
  const saying = { ...form, byId: personId, byRole, how: 'account' as const, photoId: null };
  const said = await sayFor(ctx, villager.value, nominee.id, saying);
  return said.ok ? accept({ path: loaded.path }) : said;
}

/**
 * A cadre writes down what a family signed on paper: consent only with the photo of the sheet, which
 * is sealed. Only households in which nobody reads with an account are asked like this.
 */
export async function agreeOnPaper(
  ctx: Context,
  id: string,
  form: PaperForm,
  files: UploadedFile[],
): Promise<Result> {
  const found = await paperNominee(ctx, id, form.nominee);
  if (!found.ok) return found;
  const { contest, byId, byRole } = found.value;
  if (form.choice === 'agree' && files.length === 0) return refuse('choosePhoto', 'photo1');
  const photos = await keepPhotos(ctx, files.slice(0, 1), 'consent');
  if (!photos.ok) return photos;
  const [photoId = null] = photos.value;
  const saying = { ...form, byId, byRole, how: 'paper' as const, photoId };
  return sayFor(ctx, contest, form.nominee, saying);
}

/** The nominee whom this cadre may ask on paper; a 404 for everything else. */
export async function paperNominee(
  ctx: Context,
  id: string,
  nomineeId: string,
): Promise<Result<{ contest: FoundContest; nominee: NomineeRow; byId: string; byRole: string }>> {
  const nominee = await selectNominee(ctx.db.read, nomineeId);
  const { personId } = ctx.viewer;
  if (nominee?.contestId !== id || nominee.state !== 'asked' || personId === null) {
    return refuse('notFound');
  }
  const members = await selectMembers(ctx.db.read, [nominee.householdId]);
  const isAskedByMessage = members.some((one) => one.personId !== null);
  const [first] = members;
  const path = first ? await gridPath(ctx, first.gridCode) : null;
  const byRole = path && speakingPost(ctx.viewer, 'contest.nominate', path);
  if (isAskedByMessage || !byRole) return refuse('notFound');
  const contest = await contestAt(ctx, { id });
  return contest ? accept({ contest, nominee, byId: personId, byRole }) : refuse('notFound');
}

async function sayFor(
  ctx: Context,
  { contest, stage }: FoundContest,
  nomineeId: string,
  saying: Saying,
): Promise<Result> {
  const { choice } = saying;
  const { nameLength } = ctx.book.contests;
  if (choice === 'agree') {
    if (saying.name === '') return refuse('required', 'name');
    if ([...saying.name].length > nameLength) return refuse('tooLong', 'name');
    if (stage !== 'nominating') return refuse('nominationsOver');
  }
  const relatives =
    choice === 'agree' ? await relativesOf(ctx, contest.villageCode, saying.kin) : [];
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest_nominee', 'id', nomineeId);
    const now = await selectNominee(tx, nomineeId);
    const isFit = now?.state === (choice === 'withdraw' ? 'agreed' : 'asked');
    if (!now || !isFit) return refuse('alreadyDone');
    await updateNominee(tx, nomineeId, changesOf(ctx, saying));
    if (saying.photoId !== null) await sealPhoto(tx, saying.photoId, nomineeId);
    await keepOut(tx, contest.id, relatives);
    await noteContest(tx, ctx, contest, {
      what: `contest.${WHAT[choice]}`,
      actorId: saying.byId,
      actorRole: saying.byRole,
      content: { nomineeId, how: saying.how },
    });
    tx.touch(`village:${contest.villageCode}`);
    return accept();
  });
}

const WHAT = { agree: 'agreed', refuse: 'refused', withdraw: 'withdrawn' };

function changesOf(
  ctx: Context,
  { choice, name, byId, how, photoId }: Saying,
): Partial<NomineeRow> {
  if (choice === 'agree') {
    const agreed = { agreedById: byId, agreedHow: how, agreedAt: ctx.clock.now(), photoId };
    return { state: 'agreed', name: blacken(name), ...agreed };
  }
  const gone = { name: '', why: '', html: '', points: null, place: null };
  return choice === 'refuse'
    ? { ...gone, state: 'refused' }
    : { ...gone, state: 'out', outReason: 'withdrawn' };
}

/** Villagers whom a family named as its relatives; names that nobody bears stand for nobody. */
async function relativesOf(
  ctx: Context,
  villageCode: string,
  typed: string,
): Promise<{ villagerId: string; name: string }[]> {
  const names = typed.split(/[\s,，、;；]+/).filter((name) => name !== '');
  return names.length === 0 ? [] : selectNamed(ctx.db.read, villageCode, names.slice(0, 30));
}

/** Relatives of a nominee do not judge: the draw leaves them out. */
async function keepOut(
  tx: Tx,
  contestId: string,
  relatives: { villagerId: string; name: string }[],
): Promise<void> {
  for (const { villagerId, name } of relatives) {
    const before = await selectJuror(tx, { contestId, villagerId });
    const personId = before?.personId ?? '';
    await putJuror(tx, { contestId, villagerId, personId, name, state: 'excused', seat: null });
  }
}
