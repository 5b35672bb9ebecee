/*
 * Astro makes a page as bytes and we answer it as bytes, but between the two it is a Response, whose
 * body is read through a stream: three more copies of every page.
 */
const known = new WeakMap<Response, Uint8Array>();

/** From now on, answers that are made of bytes can be asked for them. */
export function rememberBytes(): void {
  globalThis.Response = new Proxy(globalThis.Response, {
    construct(target, args, newTarget) {
      const response = Reflect.construct(target, args, newTarget);
      if (args[0] instanceof Uint8Array) known.set(response, args[0]);
      return response;
    },
  });
}

/** The whole body of an answer that nobody has read yet. */
export async function bytesOf(response: Response): Promise<Buffer> {
  const bytes = known.get(response);
  if (!bytes) return Buffer.from(await response.arrayBuffer());
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
