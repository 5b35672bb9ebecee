import { accountsOfPhones } from '#server/accounts/accounts-for-others.ts';
import { gridPath, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import { giveBackVillage } from '#server/selections/judging.ts';
import {
  deleteReviewerKin,
  insertReviewer,
  insertReviewerKin,
  selectReviewer,
  setEnded,
} from '#server/selections/reviewer-records.ts';

/** Somebody who agreed to review, as the form names him. */
export interface NamedReviewer {
  name: string;
  phone: string;
  /** '' for somebody of no town of the county. */
  townCode: string;
  consentOn: LocalDate;
}

/** Puts somebody who has an account and agreed on the list of reviewers (评委库). */
export async function nameReviewer(ctx: Context, named: NamedReviewer): Promise<Result> {
  const right = await rightToName(ctx);
  if (!right) return refuse('notFound');
  const { name, phone, townCode, consentOn } = named;
  const at = ctx.clock.now();
  if (consentOn > localDate(at)) return refuse('consentFirst', 'consentOn');
  const isTown = townCode === '' || (await gridPath(ctx, townCode)) !== null;
  if (!isTown) return refuse('pickOne', 'townCode');
  const found = (await accountsOfPhones(ctx.db.read, ctx, [phone])).get(phone);
  if (!found) return refuse('noAccountYet', 'phone');
  const wrong = found.refusalFor(name);
  if (wrong) return refuse(wrong, wrong === 'nameDiffers' ? 'name' : 'phone');
  // Whoever opens the rounds and names the reviewers is none of them.
  if (found.personId === right.actorId) return refuse('notYourself', 'phone');
  const { personId } = found;
  const row = { id: newId(), personId, townCode, consentOn, endedAt: null };
  return ctx.db.write(async (tx) => {
    const isNew = await insertReviewer(tx, { ...row, namedById: right.actorId, namedAt: at });
    if (!isNew) return refuse('alreadyDone', 'phone');
    const content = { personId, townCode, consentOn };
    const act = { what: 'reviewer.named', subjectId: row.id, content };
    await append(tx, { ...act, ...actBy(ctx, right, at) });
    return accept();
  });
}

/** Takes somebody off the list; what he reads already he reads to the end. */
export async function endReviewer(ctx: Context, id: string): Promise<Result> {
  const right = await rightToName(ctx);
  if (!right) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    if (!(await setEnded(tx, id, at))) return refuse('alreadyDone');
    await append(tx, { what: 'reviewer.ended', subjectId: id, ...actBy(ctx, right, at) });
    return accept();
  });
}

/** A reviewer declares that he has relatives in a village: he reads nothing of it from then on. */
export async function declareReviewerKin(ctx: Context, villageCode: string): Promise<Result> {
  const own = await ownListing(ctx);
  const village = own && (await villageByCode(ctx, villageCode));
  if (!own) return refuse('notFound');
  if (!village) return refuse('pickOne', 'village');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const row = { personId: own.personId, villageCode, at };
    if (!(await insertReviewerKin(tx, row))) return refuse('alreadyDone', 'village');
    await giveBackVillage(tx, ctx, { personId: own.personId, villageCode, at });
    const act = { what: 'reviewer.kin-declared', subjectId: own.id, content: { villageCode } };
    await append(tx, { ...act, ...actBy(ctx, { actorId: own.personId, byPost: 'reviewer' }, at) });
    return accept();
  });
}

/** Takes a declaration back; what he gave back meanwhile he does not get again. */
export async function dropReviewerKin(ctx: Context, villageCode: string): Promise<Result> {
  const own = await ownListing(ctx);
  if (!own) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    if (!(await deleteReviewerKin(tx, own.personId, villageCode))) return refuse('alreadyDone');
    const act = { what: 'reviewer.kin-withdrawn', subjectId: own.id };
    await append(tx, { ...act, ...actBy(ctx, { actorId: own.personId, byPost: 'reviewer' }, at) });
    return accept();
  });
}

/** Who acts, and in which post. */
interface Actor {
  actorId: string;
  byPost: string;
}

async function rightToName(ctx: Context): Promise<Actor | null> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  const byPost = county && actingPost(ctx.viewer, 'selection.open', county);
  const { personId: actorId } = ctx.viewer;
  return byPost && actorId !== null ? { actorId, byPost } : null;
}

async function ownListing(ctx: Context): Promise<{ id: string; personId: string } | null> {
  const { personId } = ctx.viewer;
  const row = personId === null ? null : await selectReviewer(ctx.db.read, personId);
  return row && { id: row.id, personId: row.personId };
}

function actBy(ctx: Context, { actorId, byPost }: Actor, at: EpochMs) {
  return {
    subjectKind: 'reviewer',
    villageCode: null,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.selections.version,
  };
}
