import { bytesOf } from '#server/kernel/page-bytes.ts';

/** Where site/layouts/Head.astro leaves room. */
const ROOM = Buffer.from('<style></style>');

/**
 * Puts the one inlined stylesheet into finished pages, as bytes. It is a third of every page: within
 * its text it would be joined and encoded each time, and a text of that length costs V8 twice as much.
 */
export function sheetPutter(sheet: string): (response: Response) => Promise<Response> {
  const filled = Buffer.from(`<style>${sheet}</style>`);
  return async (response) => {
    const { headers, status } = response;
    if (!headers.get('content-type')?.startsWith('text/html')) return response;
    const page = await bytesOf(response);
    const at = page.indexOf(ROOM);
    const parts = at < 0 ? [page] : [page.subarray(0, at), filled, page.subarray(at + ROOM.length)];
    // Astro counted what it made.
    headers.delete('content-length');
    return new Response(Buffer.concat(parts), { status, headers });
  };
}
