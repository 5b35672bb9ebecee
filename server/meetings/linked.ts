import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { shippedLessons } from '#server/lessons/shipped.ts';
import { lessonList } from '#server/lessons/views.ts';
import { postRows } from '#server/posts/views.ts';
import { lessonPath } from '#server/rules/lesson-links.ts';

/** A lesson that was held at a meeting, or given to read. */
export interface LinkedLesson {
  /** Id of its post, or the name of its file. */
  id: string;
  title: string;
  path: string;
}

/** The lessons that a record may link: the newest given here and above, and those of the shelf. */
export async function lessonsToLink(
  ctx: Context,
  { slug }: Village,
): Promise<{ given: LinkedLesson[]; shelf: LinkedLesson[] }> {
  const list = await lessonList(ctx, { slug, before: null, after: null });
  const rows = list ? [...list.rows, ...list.above] : [];
  return {
    given: rows.map(({ id, title, path }) => ({ id, title, path })),
    shelf: shippedLessons(ctx.env.root).map(linkOf),
  };
}

/** These lessons in this order; what the viewer may not see is left out. */
export async function linkedLessons(ctx: Context, ids: string[]): Promise<LinkedLesson[]> {
  const rows = await postRows(
    ctx,
    ids.filter((id) => /^[\da-f]{8}-[\da-f-]{27}$/.test(id)),
  );
  const shelf = shippedLessons(ctx.env.root);
  const given = new Map(
    rows.map((row) => [row.id, { id: row.id, title: row.title, path: row.path }]),
  );
  return ids.flatMap((id) => {
    const shipped = shelf.find(({ key }) => key === id);
    return given.get(id) ?? (shipped ? linkOf(shipped) : []);
  });
}

function linkOf({ key, title }: { key: string; title: string }): LinkedLesson {
  return { id: key, title, path: lessonPath(key) };
}
