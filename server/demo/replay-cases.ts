import { matterToTell } from '#server/appeals/retelling.ts';
import { writeCase } from '#server/cases/commands.ts';
import type { EventOf } from '#server/demo/content.ts';
import { must } from '#server/demo/places.ts';
import { ctxAt, key, remember, type Stage, told } from '#server/demo/stage.ts';

/** 治理案例: a solved matter told again, with its first photo and its last. */
export async function writeUp(stage: Stage, event: EventOf<'case'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { slug, no: matterNo } = told(stage, event.matter);
  const matter = await matterToTell(ctx, { slug, no: matterNo });
  const { title, was, how, now, elsewhere } = event;
  const before = matter?.photos.at(0)?.id ?? '';
  const after = matter?.photos.at(-1)?.id ?? '';
  const form = { matter: matterNo, title, was, how, now, elsewhere, before, after, key: key() };
  const { no } = must(await writeCase(ctx, slug, form));
  await remember(stage, event, no);
}
