import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import { tell } from '#server/kernel/outbox.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { EpochMs } from '#server/rules/dates.ts';

type News = ReturnType<typeof newsWords>;

/** News of an objection: what happened, to whom, by name of its message. */
export interface ObjectionNews {
  template: keyof News;
  toId: string | null;
  village: string;
  no: number;
  path: string;
  /** What names a person is not named in a message: a phone lies on the table. */
  isPrivate: boolean;
  who?: string;
  dueAt?: EpochMs | null;
  at: EpochMs;
}

/** Writes the messages of one act into the outbox; whoever acts tells himself nothing. */
export async function tellOfObjection(
  tx: Tx,
  actorId: string | null,
  ...all: ObjectionNews[]
): Promise<void> {
  const words = newsWords();
  const messages = all.flatMap((news) => {
    const { template, toId, path, at } = news;
    if (toId === null || toId === actorId) return [];
    const due = news.dueAt ? dayTime('zh', news.dueAt, at) : null;
    const { village, no, isPrivate, who = '' } = news;
    const body = words[template]({ village, no, isPrivate, who, due });
    return [{ personId: toId, template: `objection.${template}`, body, path, at }];
  });
  await tell(tx, ...messages);
}

// Messages are Chinese: they go out as SMS.
function newsWords() {
  return wordsFor('zh').lineObjections.news;
}
