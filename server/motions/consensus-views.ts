import { dutyPeople } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import {
  type ConsensusRecord,
  type ConsensusVersion,
  selectConsensus,
  selectConsensusVersions,
} from '#server/motions/consensus-records.ts';
import { type LoadedMotion, type MotionRef, standingMotion } from '#server/motions/load.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { sealedPhotosOf } from '#server/photos/sealed.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The record of a talk as everybody reads it, with what it said before. */
export interface ConsensusView
  extends Pick<
    ConsensusRecord,
    'no' | 'form' | 'heldOn' | 'place' | 'present' | 'outcome' | 'html' | 'dissent' | 'next' | 'at'
  > {
  /** Who recorded it. */
  by: string;
  before: ConsensusVersion[];
  /** Ids of the photos of the signed record, for the village's office alone. */
  sheets: string[];
}

/** Only what is talked over, or was agreed and is being carried out, has a talk to record. */
export const TALKABLE = ['talking', 'agreed', 'deciding'];

/** The records of a motion's talks, the first one first. */
export async function consensusOf(ctx: Context, loaded: LoadedMotion): Promise<ConsensusView[]> {
  const { post, village } = loaded;
  const records = await selectConsensus(ctx.db.read, post.id);
  if (records.length === 0) return [];
  const ids = records.map(({ id }) => id);
  const recorders = records.map(({ recordedById }) => ({
    personId: recordedById,
    gridCode: village.code,
  }));
  const [versions, people, sheets] = await Promise.all([
    selectConsensusVersions(ctx.db.read, ids),
    dutyPeople(ctx, recorders),
    seesSheets(ctx, loaded) ? sealedPhotosOf(ctx, ids) : [],
  ]);
  return records.map((record) => ({
    ...record,
    by: people.get(record.recordedById)?.name ?? '',
    before: versions.filter(({ consensusId }) => consensusId === record.id),
    sheets: sheets.flatMap((photo) => (photo.subjectId === record.id ? photo.id : [])),
  }));
}

/** Whether the viewer may see the signed records: those who keep the hall, and who oversees them. */
export function seesSheets(ctx: Context, { village }: LoadedMotion): boolean {
  const actions = ['motion.keep', 'step.check'] as const;
  return actions.some((action) => actingPost(ctx.viewer, action, village.path) !== null);
}

/** The form of a record: a new one, or one that is put right. */
export interface ConsensusPage {
  loaded: LoadedMotion;
  record: ConsensusRecord | null;
  photos: DraftPhoto[];
  now: EpochMs;
  key: string;
}

/** The form for a record; with a number, of one that is put right. Null for whoever may not. */
export async function consensusPage(
  ctx: Context,
  ref: MotionRef,
  { no, photoIds }: { no: number | null; photoIds: string[] },
): Promise<ConsensusPage | null> {
  ctx.page.keepPrivate();
  const loaded = await standingMotion(ctx, ref);
  if (!loaded || actingPost(ctx.viewer, 'motion.keep', loaded.village.path) === null) return null;
  const records = no === null ? [] : await selectConsensus(ctx.db.read, loaded.post.id);
  const record = records.find((one) => one.no === no) ?? null;
  if (no !== null && !record) return null;
  const photos = await draftPhotos(ctx, photoIds);
  return { loaded, record, photos, now: ctx.clock.now(), key: newToken() };
}
