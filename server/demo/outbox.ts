import { coverPhone } from '#server/accounts/phone.ts';
import { type OutboxCursor, selectOutbox } from '#server/demo/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { shortDay, timeOfDay } from '#server/rules/date-words.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';

const DAYS = 7;
const MESSAGES = 30;
/** How the numbers of the people in content/demo/county.json begin. */
const INVENTED = '1990000';
const CURSOR = /^(\d{1,15})\.([\w-]{1,40})$/;

/** A message that would have gone to a phone. */
export interface OutboxLine {
  id: string;
  /** A name, or a phone that has no account yet. */
  to: string;
  /** The number of an invented person, with which anybody may sign in; null for everybody else. */
  phone: string | null;
  body: string;
  path: string | null;
  /** Its page is for somebody whom the viewer is not: he signs in first. */
  forOther: boolean;
  at: EpochMs;
  when: string;
}

/** Messages of the last days, newest first; null where messages are really sent. */
export async function outboxPage(
  ctx: Context,
  before: string | null,
): Promise<{ messages: OutboxLine[]; older: string | null } | null> {
  ctx.page.keepPrivate();
  if (!ctx.isDemo) return null;
  const now = ctx.clock.now();
  const rows = await selectOutbox(ctx.db.read, {
    since: now - DAYS * DAY_MS,
    before: cursorOf(before),
    limit: MESSAGES + 1,
  });
  const shown = rows.slice(0, MESSAGES);
  const last = rows.length > MESSAGES ? shown.at(-1) : undefined;
  return {
    messages: shown.map(
      ({ id, personId, name, ownPhoneSealed, phoneSealed, body, path, createdAt }) => ({
        id,
        phone: inventedPhone(ctx, ownPhoneSealed),
        to:
          name ?? (phoneSealed === null ? '' : coverPhone(ctx.secrets.open('phone', phoneSealed))),
        body,
        path,
        forOther: personId !== null && personId !== ctx.viewer.personId,
        at: createdAt,
        when: `${shortDay(ctx.lang, createdAt, now)} ${timeOfDay(createdAt)}`,
      }),
    ),
    older: last ? `${last.createdAt}.${last.id}` : null,
  };
}

// Whoever looks at a demonstration may leave his own number: it stays covered.
function inventedPhone(ctx: Context, sealed: string | null): string | null {
  const phone = sealed === null ? '' : ctx.secrets.open('phone', sealed);
  return phone.startsWith(INVENTED) ? phone : null;
}

function cursorOf(text: string | null): OutboxCursor | null {
  const [, at, id] = CURSOR.exec(text ?? '') ?? [];
  return at !== undefined && id !== undefined ? { at: Number(at), id } : null;
}
