import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Env } from '#server/kernel/env.ts';
import type { Http } from '#server/kernel/http.ts';

/** Whether readers reach the site by https. */
export function isHttps({ publicOrigin }: Pick<Env, 'publicOrigin'>): boolean {
  return publicOrigin?.startsWith('https:') === true;
}

/** The name of a cookie that lets somebody in: with https the browser itself guards it against neighbours (ASVS 3.3.1). */
export function guardedName(env: Pick<Env, 'publicOrigin'>, name: string): string {
  return isHttps(env) ? `__Host-${name}` : name;
}

/** Keeps a cookie that no script and no other site can use. */
export function keepCookie(c: Http, name: string, value: string, seconds: number): void {
  setCookie(c, name, value, {
    path: '/',
    maxAge: seconds,
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(c.var.ctx.env),
  });
}

/** A cookie of the request. */
export function cookie(c: Http, name: string): string | undefined {
  return getCookie(c, name);
}

/** Takes a cookie back; a guarded one only under the marks with which it was given. */
export function dropCookie(c: Http, name: string): void {
  deleteCookie(c, name, { path: '/', secure: isHttps(c.var.ctx.env) });
}
