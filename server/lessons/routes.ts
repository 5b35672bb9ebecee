import { Hono } from 'hono';
import { tooFast } from '#server/accounts/limits.ts';
import { answer, type Http, type HttpEnv, readForm, showAgain } from '#server/kernel/http.ts';
import { makeLesson } from '#server/lessons/commands.ts';
import { fileLimits, takeFiles } from '#server/lessons/files.ts';
import { blackenedLesson, lessonForm, quizForm } from '#server/lessons/forms.ts';
import { changeQuiz, quizPage } from '#server/lessons/quiz.ts';
import { shippedLessonFile, shippedLessonPage } from '#server/lessons/shelf.ts';
import { lessonPage, newLesson } from '#server/lessons/views.ts';
import { formOf, withFiles } from '#server/photos/upload.ts';
import {
  lessonQuizPath,
  villageLessonPath,
  villageLessonsPath,
} from '#server/rules/lesson-links.ts';

/** POST of lessons, and their files to be kept; the pages are Astro's. */
export function lessonRoutes(): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>();
  routes.get('/lessons/:file{[a-z0-9-]+\\.html}', (c) => {
    const { ctx } = c.var;
    const key = c.req.param('file').slice(0, -'.html'.length);
    const page = shippedLessonPage(ctx, key);
    return page ? fileToKeep(c, shippedLessonFile(ctx, page.lesson), key) : c.notFound();
  });
  routes.get('/v/:village/lessons/:no/keep', keep);
  routes.post('/v/:village/lessons', make);
  routes.post('/v/:village/lessons/:no/quiz', putQuiz);
  return routes;
}

async function make(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const slug = c.req.param('village') ?? '';
  const again = `${villageLessonsPath(slug)}/new`;
  return withFiles(c, fileLimits(ctx), async (typed, files) => {
    // Nobody's files are worked on before it is clear that he may make lessons here.
    if (!(await newLesson(ctx, slug))) return c.notFound();
    const { values, refusal } = await takeFiles(ctx, { values: typed, files });
    const form = formOf(lessonForm, values, []);
    if (!form.ok) return showAgain(c, again, form.form);
    const blackened = blackenedLesson(values);
    if (blackened) return showAgain(c, again, blackened);
    const slower = refusal ?? (await tooFast(ctx, 'posts', 'body'));
    const result = slower ?? (await makeLesson(ctx, slug, form.value));
    return answer(c, result, { to: ({ no }) => villageLessonPath(slug, no), again, values });
  });
}

async function putQuiz(c: Http): Promise<Response> {
  const { ctx } = c.var;
  const which = { slug: c.req.param('village') ?? '', no: c.req.param('no') ?? '' };
  const page = await quizPage(ctx, which);
  if (!page) return c.notFound();
  const again = lessonQuizPath(page.path);
  const read = await readForm(c, quizForm);
  if (!read.ok) return showAgain(c, again, read.form);
  const { values } = read;
  const blackened = blackenedLesson(values);
  if (blackened) return showAgain(c, again, blackened);
  const result = await changeQuiz(ctx, which, read.value);
  return answer(c, result, { to: ({ path }) => path, again, values });
}

async function keep(c: Http): Promise<Response> {
  const slug = c.req.param('village') ?? '';
  const no = c.req.param('no') ?? '';
  const page = await lessonPage(c.var.ctx, { slug, no, commentsAfter: null });
  return page?.keep ? fileToKeep(c, await page.keep.file(), `${slug}-${no}`) : c.notFound();
}

/** The lesson as a file that the browser keeps instead of opening. */
function fileToKeep(c: Http, html: string, name: string): Response {
  return c.body(html, 200, {
    // Not a page of this site: it is kept, under a name by which the phone knows how to open it.
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}.html"`,
    'cache-control': 'private, no-store',
  });
}
