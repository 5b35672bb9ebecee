import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMarkdown } from '#server/kernel/markdown.ts';
import { type LessonText, parseLesson } from '#server/rules/lesson-text.ts';

/** A lesson that comes with the product; the county may edit its file. */
export interface ShippedLesson extends Omit<LessonText, 'body'> {
  /** The name of its file, and its address under /lessons. */
  key: string;
  html: string;
  /** Bytes of its words as they are sent, before compression. */
  bytes: number;
}

const LONGEST = 20_000;
const shelves = new Map<string, ShippedLesson[]>();

/**
 * The lessons of content/lessons by series and number; read once in a process, as everything in
 * content/. A broken file throws with its name.
 */
export function shippedLessons(root: string): ShippedLesson[] {
  const known = shelves.get(root);
  if (known) return known;
  const folder = join(root, 'content/lessons');
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  const lessons = files.map((name) => readLesson(folder, name)).sort(inOrder);
  shelves.set(root, lessons);
  return lessons;
}

function readLesson(folder: string, name: string): ShippedLesson {
  try {
    const { body, ...lesson } = parseLesson(readFileSync(join(folder, name), 'utf8'));
    const rendered = renderMarkdown(body, { limit: LONGEST, isOfficial: true });
    if (!rendered.ok) throw new Error(rendered.code);
    const { html } = rendered.value;
    return { key: name.replace(/\.md$/, ''), ...lesson, html, bytes: Buffer.byteLength(html) };
  } catch (cause) {
    throw new Error(`content/lessons/${name} cannot be read. Mend it.`, { cause });
  }
}

function inOrder(a: ShippedLesson, b: ShippedLesson): number {
  return a.series.localeCompare(b.series, 'zh') || a.number - b.number;
}
