import type { AppealRow } from '#server/appeals/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What the forms of those who handle an appeal offer. */
export interface HandlingDesk {
  /** Beginnings of an answer; the handler writes the rest. */
  starts: { code: string; zh: string; en: string }[];
  /** The 10 × 6 table, of which the handler sets one item. */
  classes: { zh: string; en: string; items: { code: string; zh: string; en: string }[] }[];
  /** What the picture that was tapped makes likely; offered first. */
  likely: string[];
  itemCode: string | null;
  /** By when it must be said how it is put right; null once it was. */
  remedyDueAt: EpochMs | null;
  planSteps: number;
  photos: number;
}

const PLAN_STEPS = 6;

/** The tables behind the forms on an appeal, for its handlers. */
export function handlingDesk(ctx: Context, { appeal }: AppealRow): HandlingDesk {
  const { answerRule, appealClasses, rules } = ctx.book;
  const picture = appealClasses.pictures.find((one) => one.code === appeal.picture);
  return {
    starts: answerRule.starts,
    classes: appealClasses.classes.map(({ zh, en, items }) => ({
      zh,
      en,
      items: items.map((item) => ({ code: item.code, zh: item.zh, en: item.en })),
    })),
    likely: picture?.items ?? [],
    itemCode: appeal.itemCode,
    remedyDueAt: appeal.classifiedAt === null ? appeal.remedyDueAt : null,
    planSteps: PLAN_STEPS,
    photos: rules.photos.perPost,
  };
}
