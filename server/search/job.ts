import type { App } from '#server/kernel/context.ts';
import { allKinds } from '#server/posts/kinds.ts';
import { type QueuedPost, selectQueue, writeBatch } from '#server/search/records.ts';
import { numberWord } from '#server/search/words.ts';

const BATCH = 200;

/**
 * The worker's job: puts waiting posts into the index, in batches, words cut outside the write.
 * Returns how many were indexed; fewer than a batch means that nothing waits any more.
 */
export async function indexWaiting(app: Pick<App, 'db' | 'clock' | 'workshop'>): Promise<number> {
  const waiting = await selectQueue(app.db.read, BATCH);
  if (waiting.length === 0) return 0;
  const further = await furtherWords(app, waiting);
  const texts = waiting.map((post) =>
    post.isStanding
      ? [post.title, post.body, post.place, further.get(post.postId) ?? ''].join('\n')
      : '',
  );
  const cut = await app.workshop.segment(texts, { forIndex: true });
  const batch = waiting.map(({ postId, queuedAt, no, isStanding }, at) => ({
    postId,
    queuedAt,
    words: isStanding ? [...(cut[at] ?? []), numberWord(no)] : [],
  }));
  await app.db.write((tx) => writeBatch(tx, batch, app.clock.now()));
  return waiting.length;
}

/** Indexes until nothing waits; after a restore, a seed, or for tests. */
export async function indexEverything(app: Pick<App, 'db' | 'clock' | 'workshop'>): Promise<void> {
  for (;;) {
    const indexed = await indexWaiting(app);
    if (indexed < BATCH) return;
  }
}

async function furtherWords(
  app: Pick<App, 'db'>,
  waiting: QueuedPost[],
): Promise<Map<string, string>> {
  const found = await Promise.all(
    allKinds().map((kind) => {
      const ids = waiting.filter((post) => post.kind === kind.code).map((post) => post.postId);
      const none = new Map<string, string>();
      return ids.length > 0 ? (kind.searchWords?.(app.db.read, ids) ?? none) : none;
    }),
  );
  return new Map(found.flatMap((words) => [...words]));
}

/** The worker's line: a few batches a minute, so that a long queue does not hold up the rest. */
export const searchIndexing = {
  name: 'search',
  async run(app: Pick<App, 'db' | 'clock' | 'workshop'>): Promise<void> {
    for (let batch = 0; batch < 10; batch += 1) {
      if ((await indexWaiting(app)) < BATCH) return;
    }
  },
};
