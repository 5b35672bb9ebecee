import { and, desc, eq, inArray, isNull, lte } from 'drizzle-orm';
import { disclosure, disclosureRow } from '#db/schema/disclosures.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';

/** So many are offered; older ones were carried out long ago. */
const MOST = 50;

/** The newest published lines of a village's resolutions, with the number of their disclosure. */
export function selectResolutions(
  db: Reader,
  { villageCode, itemCode }: { villageCode: string; itemCode: string },
) {
  return db
    .select({
      rowId: disclosureRow.id,
      rowNo: disclosureRow.no,
      postNo: post.no,
      day: disclosureRow.day,
      shown: disclosureRow.shown,
    })
    .from(disclosure)
    .innerJoin(disclosureRow, eq(disclosureRow.disclosureId, disclosure.id))
    .innerJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(
        eq(disclosure.villageCode, villageCode),
        eq(disclosure.itemCode, itemCode),
        inArray(disclosure.state, ['publicity', 'published']),
        lte(disclosureRow.fromVersion, disclosure.version),
        isNull(disclosureRow.toVersion),
      ),
    )
    .orderBy(desc(disclosure.endsOn))
    .limit(MOST);
}
