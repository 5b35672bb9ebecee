import { selectPersonName } from '#server/accounts/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Membership } from '#server/kernel/viewer.ts';

/** What a person is called; null when there is no such person. */
export function personName(ctx: Context, personId: string): Promise<string | null> {
  return selectPersonName(ctx.db.read, personId);
}

/** The viewer's place on a village's roster; null for everybody else. */
export function membershipIn(ctx: Context, villageCode: string): Membership | null {
  return ctx.viewer.memberships.find((one) => one.villageCode === villageCode) ?? null;
}
