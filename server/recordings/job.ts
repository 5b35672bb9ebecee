import type { App } from '#server/kernel/context.ts';
import { recordingFolder, removeRecording } from '#server/recordings/files.ts';
import { deleteOldDrafts, selectUsed } from '#server/recordings/records.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { DRAFT_DAYS } from '#server/rules/keeping.ts';

/** Throws away recordings that nobody sent off, with their files. */
export const forgottenRecordings = {
  name: 'recordings',
  async run(app: Pick<App, 'db' | 'clock' | 'env'>): Promise<void> {
    const before = app.clock.now() - DRAFT_DAYS * DAY_MS;
    const gone = await app.db.write((tx) => deleteOldDrafts(tx, before));
    const used = await selectUsed(
      app.db.read,
      gone.map(({ hash }) => hash),
    );
    for (const sound of gone) {
      if (!used.includes(sound.hash)) await removeRecording(recordingFolder(app), sound);
    }
  },
};
