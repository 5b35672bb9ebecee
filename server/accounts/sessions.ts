import { hash } from 'node:crypto';
import { and, desc, eq, gt, lte, ne, or } from 'drizzle-orm';
import type { MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { type Adapter, type DatabaseSession, Lucia, TimeSpan } from 'lucia';
import { prepared } from '#db/prepared.ts';
import { person, session } from '#db/schema/accounts.ts';
import type { Tx } from '#db/surface.ts';
import { deviceOf } from '#server/accounts/device.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import type { Context } from '#server/kernel/context.ts';
import { guardedName, isHttps } from '#server/kernel/cookies.ts';
import type { Http, HttpEnv } from '#server/kernel/http.ts';
import { log } from '#server/kernel/log.ts';
import { type Viewer, visitor } from '#server/kernel/viewer.ts';
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';

/*
 * The one file that knows Lucia, whose upkeep has ended. Sessions live on the machine's time, as
 * Lucia does: moving a demonstration's clock must not sign anybody out.
 */

interface SessionFacts {
  createdAt: EpochMs;
  endsAt: EpochMs;
  lastSeenAt: EpochMs;
  device: string;
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof newLucia>;
    DatabaseSessionAttributes: SessionFacts;
  }
}

/** A note of when somebody was last here is renewed no more often than this. */
const SEEN_STEP_MS = 5 * MINUTE_MS;

/** A place where a person is signed in; instants are in the time of the context's clock. */
export interface Device {
  idHash: string;
  device: string;
  createdAt: EpochMs;
  lastSeenAt: EpochMs;
  isThisOne: boolean;
}

/** The name of the session cookie. */
export function sessionCookieName(env: Pick<Context['env'], 'publicOrigin'>): string {
  return guardedName(env, 'session');
}

/** Who sends this request: two queries, and now and then a write that keeps the session alive. */
export async function viewerOf(ctx: Context, c: Http): Promise<Viewer> {
  const token = getCookie(c, sessionCookieName(ctx.env));
  if (!token) return visitor;
  const lucia = luciaOf(ctx);
  const { session: found } = await lucia.validateSession(token);
  const viewer = found ? await loadViewer(ctx, found.userId) : visitor;
  if (!found || isDeskOver(ctx, viewer, found)) {
    if (found) await lucia.invalidateSession(token);
    lateCookies.set(c.req.raw, lucia.createBlankSessionCookie().serialize());
    return visitor;
  }
  if (found.fresh) lateCookies.set(c.req.raw, lucia.createSessionCookie(token).serialize());
  const sessionHash = hashOf(token);
  await noteSeen(ctx, sessionHash, found.lastSeenAt);
  return { ...viewer, sessionHash };
}

/** Signs the browser in under a new id; an id it had before is dead. */
export async function startSession(ctx: Context, c: Http, personId: string): Promise<void> {
  const before = getCookie(c, sessionCookieName(ctx.env));
  if (before) await luciaOf(ctx).invalidateSession(before);
  const token = await makeSession(ctx, personId, deviceOf(c.req.header('user-agent') ?? ''));
  setSessionCookie(c, luciaOf(ctx).createSessionCookie(token).serialize());
}

/** Signs the browser out: the session is dead, not only forgotten. */
export async function endSession(ctx: Context, c: Http): Promise<void> {
  const token = getCookie(c, sessionCookieName(ctx.env));
  if (token) await luciaOf(ctx).invalidateSession(token);
  setSessionCookie(c, luciaOf(ctx).createBlankSessionCookie().serialize());
}

/** Makes a session and gives its token, the cookie's value; office holders' end within a working day. */
export async function makeSession(ctx: Context, personId: string, device = ''): Promise<string> {
  const { posts } = await loadViewer(ctx, personId);
  const { villagerAbsoluteDays, deskAbsoluteHours } = ctx.book.rules.sessions;
  const now = Date.now();
  const length = posts.length > 0 ? deskAbsoluteHours * HOUR_MS : villagerAbsoluteDays * DAY_MS;
  const facts = { createdAt: now, endsAt: now + length, lastSeenAt: now, device };
  const made = await luciaOf(ctx).createSession(personId, facts);
  return made.id;
}

/** Where the person is signed in, the latest first. */
export async function devicesOf(ctx: Context, personId: string): Promise<Device[]> {
  const now = Date.now();
  const rows = await ctx.db.read
    .select()
    .from(session)
    .where(and(eq(session.personId, personId), gt(session.expiresAt, now), gt(session.endsAt, now)))
    .orderBy(desc(session.lastSeenAt))
    .limit(50);
  const shift = ctx.clock.now() - now;
  return rows.map(({ idHash, device, createdAt, lastSeenAt }) => ({
    idHash,
    device,
    createdAt: createdAt + shift,
    lastSeenAt: lastSeenAt + shift,
    isThisOne: idHash === ctx.viewer.sessionHash,
  }));
}

/** Ends one session of the person; somebody else's id ends nothing. */
export async function endDevice(tx: Tx, personId: string, idHash: string): Promise<void> {
  await tx.delete(session).where(and(eq(session.personId, personId), eq(session.idHash, idHash)));
}

/** Ends all sessions of the person, except the one that is named. */
export async function endAllDevices(
  tx: Tx,
  personId: string,
  exceptHash: string | null = null,
): Promise<void> {
  const isTheirs = eq(session.personId, personId);
  await tx
    .delete(session)
    .where(exceptHash === null ? isTheirs : and(isTheirs, ne(session.idHash, exceptHash)));
}

/** Deletes sessions that are over; the worker calls it. */
export async function sweepSessions(ctx: Pick<Context, 'db'>): Promise<void> {
  const now = Date.now();
  await ctx.db.write(async (tx) => {
    await tx.delete(session).where(or(lte(session.expiresAt, now), lte(session.endsAt, now)));
  });
}

/**
 * Sends what `viewerOf` left: a renewed cookie, or an empty one for a session that has ended.
 * It goes out after the page, because a page is its own response.
 */
export const sendLateCookie: MiddlewareHandler<HttpEnv> = async (c, next) => {
  await next();
  const late = lateCookies.get(c.req.raw);
  const isSet = c.res.headers.getSetCookie().some((one) => one.startsWith(sessionName(c)));
  if (late && !isSet) c.header('set-cookie', late, { append: true });
};

const lateCookies = new WeakMap<Request, string>();

function sessionName(c: Http): string {
  return `${sessionCookieName(c.var.ctx.env)}=`;
}

function setSessionCookie(c: Http, cookie: string): void {
  c.header('set-cookie', cookie, { append: true });
}

type ForLucia = Pick<Context, 'db' | 'env' | 'book'>;

/** Made once for each database: every request asks for it. */
const lucias = new WeakMap<
  ForLucia['db'],
  Omit<ForLucia, 'db'> & { lucia: ReturnType<typeof newLucia> }
>();

function luciaOf({ db, env, book }: ForLucia) {
  const kept = lucias.get(db);
  if (kept?.env === env && kept.book === book) return kept.lucia;
  const lucia = newLucia({ db, env, book });
  lucias.set(db, { env, book, lucia });
  return lucia;
}

function newLucia(ctx: ForLucia) {
  return new Lucia(adapterOf(ctx), {
    sessionExpiresIn: new TimeSpan(ctx.book.rules.sessions.villagerIdleDays, 'd'),
    sessionCookie: {
      name: sessionCookieName(ctx.env),
      attributes: { secure: isHttps(ctx.env), sameSite: 'lax', path: '/' },
    },
    getSessionAttributes: (facts: SessionFacts) => facts,
  });
}

const liveSession = prepared(['idHash', 'at'], (db, { idHash, at }) =>
  db
    .select({ session, disabledAt: person.disabledAt })
    .from(session)
    .innerJoin(person, eq(person.id, session.personId))
    .where(and(eq(session.idHash, idHash), gt(session.endsAt, at)))
    .limit(1),
);

/** Lucia's seven methods over our table: ids only as their SHA-256, instants in ms, one way to write. */
function adapterOf({ db }: Pick<Context, 'db'>): Adapter {
  return {
    async getSessionAndUser(sessionId) {
      const [row] = await liveSession(db.read, { idHash: hashOf(sessionId), at: Date.now() });
      if (!row) return [null, null];
      const isStopped = row.disabledAt !== null;
      const user = { id: row.session.personId, attributes: {} };
      return [luciaSession(sessionId, row.session), isStopped ? null : user];
    },
    async getUserSessions(userId) {
      const rows = await db.read
        .select()
        .from(session)
        .where(eq(session.personId, userId))
        .limit(50);
      return rows.map((row) => luciaSession(row.idHash, row));
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      const { createdAt, endsAt, lastSeenAt, device } = attributes;
      const row = { idHash: hashOf(id), personId: userId, expiresAt: expiresAt.getTime() };
      await db.write((tx) =>
        tx.insert(session).values({ ...row, createdAt, endsAt, lastSeenAt, device }),
      );
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      const isThis = eq(session.idHash, hashOf(sessionId));
      await db.write((tx) =>
        tx.update(session).set({ expiresAt: expiresAt.getTime() }).where(isThis),
      );
    },
    async deleteSession(sessionId) {
      await db.write((tx) => tx.delete(session).where(eq(session.idHash, hashOf(sessionId))));
    },
    async deleteUserSessions(userId) {
      await db.write((tx) => endAllDevices(tx, userId));
    },
    deleteExpiredSessions: () => sweepSessions({ db }),
  };
}

function luciaSession(id: string, row: typeof session.$inferSelect): DatabaseSession {
  const { personId, createdAt, expiresAt, endsAt, lastSeenAt, device } = row;
  return {
    id,
    userId: personId,
    expiresAt: new Date(expiresAt),
    attributes: { createdAt, endsAt, lastSeenAt, device },
  };
}

/** A desk closes after some idle hours and at the latest after a working day, also for a new office holder. */
function isDeskOver(ctx: Context, viewer: Viewer, facts: SessionFacts): boolean {
  if (viewer.posts.length === 0) return false;
  const { deskIdleMinutes, deskAbsoluteHours } = ctx.book.rules.sessions;
  const now = Date.now();
  const isIdle = now > facts.lastSeenAt + deskIdleMinutes * MINUTE_MS + SEEN_STEP_MS;
  return isIdle || now > facts.createdAt + deskAbsoluteHours * HOUR_MS;
}

async function noteSeen(ctx: Context, idHash: string, lastSeenAt: EpochMs): Promise<void> {
  const now = Date.now();
  if (now < lastSeenAt + SEEN_STEP_MS) return;
  try {
    await ctx.db.write((tx) =>
      tx.update(session).set({ lastSeenAt: now }).where(eq(session.idHash, idHash)),
    );
  } catch (error) {
    // Reading goes on when the disk is full; only the list of devices is a little older then.
    log.warn({ requestId: ctx.requestId, error }, 'last seen was not noted');
  }
}

function hashOf(token: string): string {
  return hash('sha256', token, 'hex');
}
