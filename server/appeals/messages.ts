import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { appealPath } from '#server/rules/links.ts';

/** What happened, by the name of its message. */
export type AppealNews = keyof ReturnType<typeof messageWords>;

/** News of an appeal: to its author and those who said 我家也是, and to those who handle it. */
export interface News {
  template: AppealNews;
  village: Village;
  no: number;
  to: string[];
  handlers: string[];
  /** A private matter is not named in a message: a phone lies on the table. */
  isPrivate: boolean;
  at: EpochMs;
  dueAt?: EpochMs | null;
  who?: string;
  /** Where that person serves: 3组, 连山镇. */
  place?: string;
}

/** Writes the messages of one act into the outbox. Messages are Chinese: they go out as SMS. */
export async function tellPeople(tx: Tx, ctx: Context, news: News): Promise<void> {
  const { village, no, at, isPrivate } = news;
  const words = messageWords()[news.template];
  const due = news.dueAt ? dayTime('zh', news.dueAt, at) : null;
  const facts = { village: village.name, no, due, who: news.who ?? '', place: news.place ?? '' };
  const path = appealPath(village.slug, no);
  const unique = (people: string[]) => [...new Set(people)];
  const rows = [
    ...unique(news.to).map((personId) => ({ personId, body: words.toPeople(facts, isPrivate) })),
    ...unique(news.handlers).map((personId) => ({ personId, body: words.toHandlers(facts) })),
  ].filter((row) => row.body !== '' && row.personId !== ctx.viewer.personId);
  await tell(tx, ...rows.map((row) => ({ ...row, template: `appeal.${news.template}`, path, at })));
}

function messageWords() {
  return wordsFor('zh').appealNews;
}
