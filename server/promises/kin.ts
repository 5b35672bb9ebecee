import { villagersBehind, villagersNamed } from '#server/accounts/roster-lines.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { deleteKin, insertKin, selectKin } from '#server/promises/asking-records.ts';

/** Whom a secretary has declared to be of his family, in his village. */
export interface KinDesk {
  village: string;
  kin: { id: string; name: string; place: string; household: string }[];
}

/** A secretary's own declarations; null for everybody else. Nobody else ever reads them. */
export async function kinDesk(ctx: Context): Promise<KinDesk | null> {
  ctx.page.keepPrivate();
  const own = ownVillage(ctx);
  if (!own) return null;
  const { code, personId } = own;
  const [villages, rows] = await Promise.all([
    villagesByCode(ctx, [code]),
    selectKin(ctx.db.read, [personId], code),
  ]);
  const people = await villagersBehind(
    ctx,
    rows.map(({ villagerId }) => villagerId),
  );
  const kin = rows.flatMap(({ id, villagerId }) => {
    const found = people.get(villagerId);
    return found ? [{ id, name: found.name, place: found.place, household: found.household }] : [];
  });
  return { village: villages.get(code)?.name ?? '', kin };
}

/**
 * A secretary declares somebody of his village to be of his family: that line of the roster is not
 * drawn for his promises. Only how many is ever published.
 */
export async function declareKin(
  ctx: Context,
  { name, household }: { name: string; household: string },
): Promise<Result> {
  const own = ownVillage(ctx);
  if (!own) return refuse('notFound');
  const { code, personId, path } = own;
  const named = await villagersNamed(ctx, code, name);
  const number = household.replace(/^0+/, '');
  const isThere = (one: { household: string }) =>
    number === '' || one.household.replace(/^0+/, '') === number;
  const found = named.filter(isThere);
  const [one] = found;
  if (!one) return refuse('rosterNoMatch', 'name');
  if (found.length > 1) return refuse('sameNames', 'household');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const row = { id: newId(), ownerId: personId, villageCode: code, villagerId: one.id, at };
    if (!(await insertKin(tx, row))) return refuse('alreadyDone');
    await append(tx, {
      what: 'kin.declared',
      subjectKind: 'village',
      subjectId: code,
      villageCode: code,
      actorId: personId,
      actorRole: actingPost(ctx.viewer, 'letter.write', path) ?? '',
      at,
      ruleVersion: ctx.book.promises.version,
      content: { villagerId: one.id },
    });
    return accept();
  });
}

/** Takes a declaration back; pools that are frozen keep what they were. */
export async function dropKin(ctx: Context, id: string): Promise<Result> {
  const own = ownVillage(ctx);
  if (!own) return refuse('notFound');
  const { code, personId, path } = own;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    if (!(await deleteKin(tx, id, personId))) return refuse('notFound');
    await append(tx, {
      what: 'kin.withdrawn',
      subjectKind: 'village',
      subjectId: code,
      villageCode: code,
      actorId: personId,
      actorRole: actingPost(ctx.viewer, 'letter.write', path) ?? '',
      at,
      ruleVersion: ctx.book.promises.version,
    });
    return accept();
  });
}

function ownVillage(ctx: Context): { code: string; path: string; personId: string } | null {
  const { personId, posts } = ctx.viewer;
  const held = posts.find(({ post, isDeputy }) => post === 'secretary' && !isDeputy);
  return held && personId !== null ? { code: held.gridCode, path: held.path, personId } : null;
}
