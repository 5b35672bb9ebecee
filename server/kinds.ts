// Every kind of post there is. A new kind adds its line here and registers itself.
import '#server/appeals/kind.ts';
import '#server/letters/kind.ts';
import '#server/lessons/kind.ts';
import '#server/cases/kind.ts';
import '#server/disclosures/kind.ts';
import '#server/line-objections/kind.ts';
import '#server/disclosure-requests/kind.ts';
import '#server/motions/kind.ts';
import '#server/drives/kind.ts';
import '#server/votes/kind.ts';
import '#server/resolutions/kind.ts';
import '#server/diary/kind.ts';
import '#server/stories/kind.ts';
import '#server/talks/kind.ts';
import '#server/notices/kind.ts';
import '#server/surveys/kind.ts';
import '#server/contests/kind.ts';
// What the month's best are chosen among, and what is drawn for by lot, register themselves the same way.
import '#server/selections/letter-entries.ts';
import '#server/selections/case-entries.ts';
import '#server/selections/lesson-entries.ts';
import '#server/promises/asking.ts';
import '#server/selections/drawing.ts';
import '#server/contests/drawing.ts';
// What hangs on a promise's verdict hears of it.
import '#server/selections/badges.ts';
