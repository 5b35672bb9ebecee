import { eq } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { setting } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';

const settingOf = prepared(['key'], (db, { key }) =>
  db.select({ value: setting.value }).from(setting).where(eq(setting.key, key)).limit(1),
);

/** A fact about this installation; undefined when it was never set. */
export async function readSetting(db: Reader, key: string): Promise<unknown> {
  const [row] = await settingOf(db, { key });
  return row?.value;
}

/** Sets a fact about this installation. */
export async function writeSetting(tx: Tx, key: string, value: unknown): Promise<void> {
  await tx
    .insert(setting)
    .values({ key, value })
    .onConflictDoUpdate({ target: setting.key, set: { value } });
}
