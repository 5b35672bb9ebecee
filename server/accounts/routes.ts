import { Hono } from 'hono';
import { meRoutes } from '#server/accounts/me-routes.ts';
import { rosterRoutes } from '#server/accounts/roster-routes.ts';
import { sendLateCookie } from '#server/accounts/sessions.ts';
import { signInRoutes } from '#server/accounts/sign-in-routes.ts';
import type { HttpEnv } from '#server/kernel/http.ts';

/** Signing in and out, one's own page, the roster. */
export function accountRoutes(): Hono<HttpEnv> {
  const http = new Hono<HttpEnv>();
  http.use(sendLateCookie);
  http.route('/', signInRoutes());
  http.route('/', meRoutes());
  http.route('/', rosterRoutes());
  return http;
}
