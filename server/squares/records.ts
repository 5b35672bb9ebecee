import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { prepared, shapes } from '#db/prepared.ts';
import { villageTally } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

const talliesBelow = prepared(['kind', 'code', 'next', 'fromMonth'], (db, marks) =>
  db
    .select({
      villageCode: villageTally.villageCode,
      state: villageTally.state,
      n: sql<number>`sum(${villageTally.n})`.mapWith(Number),
    })
    .from(villageTally)
    .where(
      and(
        gte(villageTally.villageCode, marks.code),
        lt(villageTally.villageCode, marks.next),
        eq(villageTally.kind, marks.kind),
        gte(villageTally.month, marks.fromMonth),
      ),
    )
    .groupBy(villageTally.villageCode, villageTally.state)
    .limit(20_000),
);

/** Counters of a kind for the villages below a place, from a month on; one row a village and state. */
export function selectTallies(
  db: Reader,
  { kind, placeCode, fromMonth }: { kind: string; placeCode: string; fromMonth: string },
) {
  return talliesBelow(db, { kind, code: placeCode, next: nextCode(placeCode), fromMonth });
}

const answerColumns = {
  createdAt: post.createdAt,
  firstDueAt: post.firstDueAt,
  firstAnsweredAt: post.firstAnsweredAt,
  firstAnsweredById: post.firstAnsweredById,
  state: post.state,
};

export type AnswerRow = {
  createdAt: EpochMs;
  firstDueAt: EpochMs | null;
  firstAnsweredAt: EpochMs | null;
  firstAnsweredById: string | null;
  state: string;
};

/** The newest public appeals of these villages, as far as first answers are concerned. */
export function selectVillageAnswers(
  db: Reader,
  villageCodes: string[],
  limit: number,
): Promise<AnswerRow[]> {
  return db
    .select(answerColumns)
    .from(post)
    .where(
      and(
        inArray(post.villageCode, villageCodes),
        eq(post.kind, 'appeal'),
        eq(post.audience, 'public'),
      ),
    )
    .orderBy(desc(post.createdAt))
    .limit(limit);
}

/** The newest public appeals that a person holds. */
export function selectHolderAnswers(
  db: Reader,
  personId: string,
  limit: number,
): Promise<AnswerRow[]> {
  return db
    .select(answerColumns)
    .from(post)
    .where(and(eq(post.holderId, personId), eq(post.kind, 'appeal'), eq(post.audience, 'public')))
    .orderBy(desc(post.createdAt))
    .limit(limit);
}

const newestDiary = prepared(['personId', 'villageCode', 'limit'], (db, marks) =>
  db
    .select({ id: post.id })
    .from(post)
    .where(
      and(
        eq(post.holderId, marks.personId),
        eq(post.kind, 'diary'),
        eq(post.audience, 'public'),
        eq(post.villageCode, marks.villageCode),
        standing(),
      ),
    )
    .orderBy(desc(post.createdAt))
    .limit(marks.limit),
);

/** The newest public notes of a secretary's diary in a village. */
export async function selectDiaryOf(
  db: Reader,
  notes: { personId: string; villageCode: string; limit: number },
): Promise<string[]> {
  const rows = await newestDiary(db, notes);
  return rows.map(({ id }) => id);
}

const dueFirst = shapes(({ states }: { states: string[] }) =>
  prepared(['villageCode', 'limit'], (db, { villageCode, limit }) =>
    db
      .select({ id: post.id })
      .from(post)
      .where(
        and(
          eq(post.villageCode, villageCode),
          eq(post.kind, 'appeal'),
          eq(post.audience, 'public'),
          inArray(post.state, states),
          standing(),
        ),
      )
      .orderBy(sql`${post.nextDueAt} IS NULL`, asc(post.nextDueAt), desc(post.createdAt))
      .limit(limit),
  ),
);

/** The appeals of a village in these states, what is due next first, what nobody owes last. */
export async function selectDueFirst(
  db: Reader,
  { villageCode, states, limit }: { villageCode: string; states: string[]; limit: number },
): Promise<string[]> {
  const rows = await dueFirst({ states })(db, { villageCode, limit });
  return rows.map(({ id }) => id);
}

/** An appeal whose author said it is done. */
export interface SolvedRecord {
  id: string;
  createdAt: EpochMs;
  finishedAt: EpochMs | null;
  cosigns: number;
}

const solved = shapes(({ isOfVillage }: { isOfVillage: boolean }) =>
  prepared(['villageCode', 'limit'], (db, { villageCode, limit }) =>
    db
      .select({
        id: post.id,
        createdAt: post.createdAt,
        finishedAt: post.finishedAt,
        cosigns: post.cosigns,
      })
      .from(post)
      .where(
        and(
          isOfVillage ? eq(post.villageCode, villageCode) : undefined,
          eq(post.kind, 'appeal'),
          eq(post.audience, 'public'),
          eq(post.state, 'solved'),
          standing(),
        ),
      )
      .orderBy(desc(post.createdAt), desc(post.id))
      .limit(limit),
  ),
);

/** The newest solved public appeals of a village, or of the county (null). */
export function selectSolved(
  db: Reader,
  villageCode: string | null,
  limit: number,
): Promise<SolvedRecord[]> {
  return solved({ isOfVillage: villageCode !== null })(db, { villageCode, limit });
}
