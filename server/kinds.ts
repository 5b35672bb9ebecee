// Every kind of post there is. A new kind adds its line here and registers itself.
import '#server/appeals/kind.ts';
import '#server/letters/kind.ts';
import '#server/lessons/kind.ts';
import '#server/diary/kind.ts';
import '#server/stories/kind.ts';
import '#server/talks/kind.ts';
import '#server/notices/kind.ts';
// What is drawn for by lot registers itself the same way.
import '#server/promises/asking.ts';
