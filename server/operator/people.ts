import { z } from 'zod';
import type { App } from '#server/kernel/context.ts';
import { readSetting } from '#server/kernel/settings.ts';

const demoPerson = z.object({
  key: z.string(),
  name: z.string(),
  /** What he is known for; everything he is stands in `roles`. */
  role: z.string(),
  roles: z.array(z.string()).default([]),
  village: z.string(),
  phone: z.string(),
  password: z.string(),
});

/** Somebody invented, as whom a newcomer may sign in. The seed writes them into `demo.people`. */
export type DemoPerson = z.infer<typeof demoPerson>;

/** The people of a demonstration; elsewhere there are none, whatever the settings say. */
export async function demoPeople(app: App): Promise<DemoPerson[]> {
  if (!app.isDemo) return [];
  return z.array(demoPerson).parse((await readSetting(app.db.read, 'demo.people')) ?? []);
}
