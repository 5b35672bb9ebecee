import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { QuizQuestion } from '#server/rules/lesson-text.ts';

/** What a kept lesson holds: rendered words, questions, and pictures as data. */
export interface OfflineLesson {
  title: string;
  /** The line over the title: series and 期, or the village. */
  over: string;
  html: string;
  quiz: QuizQuestion[];
  sources: string[];
  /** The words of what is spoken, where something is. */
  transcript?: string;
  /** `data:` addresses of recording and film, as far as they are in the file. */
  voice?: string | null;
  film?: string | null;
  slides?: OfflineSlide[];
}

/** A slide as a `data:` address, with its words; '' for one without. */
export interface OfflineSlide {
  data: string;
  words: string;
}

/** One HTML file that needs nothing else: to be kept on a phone and read without a network. */
export function offlineFile(lang: Lang, lesson: OfflineLesson): string {
  const words = wordsFor(lang).lessons.page;
  const { title, over, html, quiz, sources, transcript = '', slides = [] } = lesson;
  const { voice = null, film = null } = lesson;
  return [
    `<!doctype html><html lang="${lang === 'zh' ? 'zh-Hans' : 'en'}"><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style>`,
    `<p>${escaped(over)}</p><h1 lang="zh-Hans">${escaped(title)}</h1>`,
    `<div lang="zh-Hans">${html}`,
    ...slides.map(slide),
    '</div>',
    voice === null ? '' : `<p><audio controls src="${voice}"></audio></p>`,
    film === null ? '' : `<p><video controls src="${film}"></video></p>`,
    section(words.transcript, transcript && `<p>${lines(transcript)}</p>`),
    section(words.quiz, quiz.map((one) => question(one, words)).join('')),
    section(words.sources, list(sources)),
    '</html>\n',
  ].join('\n');
}

// It is read far from the site: its few rules travel with it, and follow the reader's own colours.
const STYLE = [
  ':root{color-scheme:light dark}',
  'body{max-width:38em;margin:0 auto;padding:1em;font:1.15em/1.8 system-ui,sans-serif}',
  'h1{line-height:1.4}table{border-collapse:collapse}td,th{padding:.3em .6em;border:1px solid}',
  'figure{margin:1em 0}img,audio,video{max-width:100%;height:auto}audio{width:100%}summary{padding:.5em 0}',
].join('');

function slide({ data, words }: OfflineSlide): string {
  const said = words && `<figcaption>${escaped(words)}</figcaption>`;
  return `<figure><img src="${data}" alt="${escaped(words)}">${said}</figure>`;
}

function question(one: QuizQuestion, words: { answer: string; right: (is: string) => string }) {
  const right = escaped(words.right(one.options[one.right] ?? ''));
  return [
    `<p><b>${escaped(one.question)}</b></p>${list(one.options)}`,
    `<details><summary>${escaped(words.answer)}</summary><p>${right}</p>`,
    `<p>${escaped(one.why)}</p></details>`,
  ].join('');
}

function section(title: string, html: string): string {
  return html === '' ? '' : `<h2>${escaped(title)}</h2>${html}`;
}

function list(items: string[]): string {
  if (items.length === 0) return '';
  return `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
