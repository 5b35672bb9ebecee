import { type Delivery, deliver } from '#server/accounts/gateway.ts';
import {
  claimMessage,
  type Fresh,
  noteFailed,
  noteSent,
  selectDue,
} from '#server/accounts/sending-records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { SmsGateway } from '#server/kernel/env.ts';
import type { Job } from '#server/kernel/job.ts';
import { log } from '#server/kernel/log.ts';
import { HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';

/** What one round takes; a minute is enough for it even with a gateway that answers in seconds. */
const A_ROUND = 40;
/** Tries with 1, 2, 4, 8 and 16 minutes between them. */
const TRIES = 6;
/** After so many in a row the gateway is down, and the other jobs shall not wait for it. */
const IN_A_ROW = 3;
/** A message of yesterday would only confuse; it stays in the account. */
const FRESH_HOURS = 12;

/**
 * Sends what waits in the outbox through the county's gateway. Each message is taken in a write of
 * its own before it goes out, so that two processes never send one at the same time; when this
 * process dies meanwhile, the next try has the same id, by which the gateway knows it.
 */
export const sendMessages: Job = {
  name: 'messages',
  async run(ctx: Context) {
    const { sms } = ctx.env;
    // A demonstration's numbers may be somebody's.
    if (sms === null || ctx.isDemo) return;
    const which = { fresh: freshAt(ctx), limit: A_ROUND };
    // Codes first: somebody sits before the page and waits.
    const codes = await selectDue(ctx.db.read, { ...which, areCodes: true });
    const news = await selectDue(ctx.db.read, { ...which, areCodes: false });
    let failures = 0;
    for (const message of [...codes, ...news].slice(0, A_ROUND)) {
      if (failures >= IN_A_ROW) return;
      const isDelivered = await send(ctx, sms, message);
      failures = isDelivered ? 0 : failures + 1;
    }
  },
};

/** Since when messages, and codes among them, still go to a phone. */
export function freshAt(ctx: Pick<Context, 'clock' | 'book'>): Fresh {
  const now = ctx.clock.now();
  const { codeMinutes } = ctx.book.rules.signIn;
  return { now, since: now - FRESH_HOURS * HOUR_MS, codesSince: now - codeMinutes * MINUTE_MS };
}

type Due = Awaited<ReturnType<typeof selectDue>>[number];

/** Sends one message; false when the gateway could not. */
async function send(ctx: Context, sms: SmsGateway, due: Due): Promise<boolean> {
  const { id, template, attempts } = due;
  const now = ctx.clock.now();
  const next = now + 2 ** attempts * MINUTE_MS;
  if (!(await ctx.db.write((tx) => claimMessage(tx, { id, now, next })))) return true;
  const phone = ctx.secrets.open('phone', due.phoneSealed);
  const message = { id, phone, template, text: textOf(ctx, due) };
  const { delivery, reason } = await deliver(sms, message, now);
  if (delivery !== 'sent') log.warn({ job: 'messages', id, reason }, 'a message was not sent');
  const isOver = delivery === 'refused' || attempts + 1 >= TRIES;
  await note(ctx, id, delivery, isOver);
  return delivery !== 'later';
}

async function note(ctx: Context, id: string, delivery: Delivery, isOver: boolean): Promise<void> {
  const at = ctx.clock.now();
  if (delivery === 'sent') await ctx.db.write((tx) => noteSent(tx, id, at));
  else if (isOver) await ctx.db.write((tx) => noteFailed(tx, id, at));
}

/** The words, and where to read on when the site's address is known. */
function textOf({ env }: Context, { body, path }: Due): string {
  return path === null || env.publicOrigin === undefined
    ? body
    : `${body} ${env.publicOrigin}${path}`;
}
