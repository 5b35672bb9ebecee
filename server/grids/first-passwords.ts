import { sendsCodes } from '#server/accounts/gateway.ts';
import { giveOncePassword, makeOncePassword } from '#server/accounts/once-password.ts';
import { personName } from '#server/accounts/views.ts';
import { selectAssignment } from '#server/grids/assignment-records.ts';
import { actOf, rightToFill } from '#server/grids/granting.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A password to be handed to somebody in office, shown once. */
export interface FirstPassword {
  password: string;
  name: string;
  until: EpochMs;
}

/**
 * Where no code reaches a phone: gives the holder of a post a new password that works once. Whoever
 * may fill the post may, but not for himself; the ledger keeps that he did, and the holder is told.
 */
export async function renewPassword(
  ctx: Context,
  assignmentId: string,
): Promise<Result<FirstPassword>> {
  const found = await selectAssignment(ctx.db.read, assignmentId);
  const right = found && rightToFill(ctx, found.path);
  if (!found || !right || sendsCodes(ctx)) return refuse('notFound');
  if (found.personId === ctx.viewer.personId) return refuse('notYourself');
  const made = await makeOncePassword();
  if (made === null) return refuse('tooBusy');
  const at = ctx.clock.now();
  const { personId, gridCode, path } = found;
  const name = (await personName(ctx, personId)) ?? '';
  return ctx.db.write(async (tx) => {
    const until = await giveOncePassword(tx, ctx, { personId, ...made, at });
    await append(tx, {
      ...actOf(ctx, { right, path, gridCode, at }),
      what: 'post.password-renewed',
      subjectId: assignmentId,
    });
    return accept({ password: made.password, name, until });
  });
}

/** What the sheet with a first password says beside it: where to go, and until when. */
export function firstPasswordPage(ctx: Context, until: EpochMs) {
  ctx.page.keepPrivate();
  const { publicOrigin } = ctx.env;
  return {
    address: publicOrigin ? `${publicOrigin.replace(/^https?:\/\//, '')}/login/password` : null,
    until: dayTime(ctx.lang, until, ctx.clock.now()),
  };
}
