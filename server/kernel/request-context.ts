import type { Context } from '#server/kernel/context.ts';

const contexts = new WeakMap<Request, Context>();

/** Keeps the context beside its request, for the server around our routes: cache and log. */
export function rememberContext(request: Request, ctx: Context): void {
  contexts.set(request, ctx);
}

/** The context a request was answered in; undefined when none of our routes saw it. */
export function contextOfRequest(request: Request): Context | undefined {
  return contexts.get(request);
}
