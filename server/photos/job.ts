import type { App } from '#server/kernel/context.ts';
import { removeFiles } from '#server/photos/files.ts';
import { deleteOldDrafts, isHashUsed } from '#server/photos/records.ts';
import { photoFolder } from '#server/photos/upload.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { DRAFT_DAYS } from '#server/rules/keeping.ts';

/** Throws away photos that nobody sent off, with their files. */
export const forgottenPhotos = {
  name: 'photos',
  async run(app: Pick<App, 'db' | 'clock' | 'env'>): Promise<void> {
    const before = app.clock.now() - DRAFT_DAYS * DAY_MS;
    const hashes = await app.db.write((tx) => deleteOldDrafts(tx, before));
    for (const hash of new Set(hashes)) {
      if (hash === null || (await isHashUsed(app.db.read, hash))) continue;
      await removeFiles(photoFolder(app), hash);
    }
  },
};
