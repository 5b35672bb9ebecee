import { table, text, uniqueIndex } from '#db/columns.ts';

/** A governance case (治理案例): the matter it tells again, and which of its photos show the change. */
export const governanceCase = table(
  'governance_case',
  {
    postId: text().primaryKey(),
    appealId: text().notNull(),
    /** Photos stay the matter's own, so that what is blackened or taken down there is so here too. */
    beforePhotoId: text(),
    afterPhotoId: text(),
  },
  (t) => [uniqueIndex('governance_case_by_appeal').on(t.appealId)],
);
