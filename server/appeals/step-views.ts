import { wordsFor } from '#content/messages/words.ts';
import type { StepRow } from '#server/appeals/records.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import type { Parties } from '#server/posts/parties.ts';
import { type PhotoView, photoViews } from '#server/posts/parts.ts';
import type { PhotoRecord } from '#server/posts/photo-records.ts';
import { photosOfSteps } from '#server/posts/step-photos.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** One thing done for an appeal, with who did it in words a page can print. */
export interface AppealStepView {
  id: string;
  kind: string;
  at: EpochMs;
  round: number;
  /** The office holder who did it; null for the appellant and the system. */
  by: DutyPerson | null;
  byPost: string;
  /** For whom he stood in; whose it was before, where it was handed on. */
  insteadOf: DutyPerson | null;
  html: string;
  /** The same words without markup, cut for the line of a timeline. */
  text: string;
  facts: StepRow['facts'];
  photos: PhotoView[];
}

const LINE_LENGTH = 200;

/** The steps of an appeal as its page shows them, with their photos, oldest first. */
export async function stepViews(
  ctx: Context,
  { post, village }: { post: Parties; village: Village },
  steps: StepRow[],
  people: Map<string, DutyPerson>,
): Promise<AppealStepView[]> {
  const photos = await photosOfSteps(
    ctx,
    steps.map((step) => step.id),
  );
  return steps.map((step) => {
    const own = photos.filter((photo) => photo.subjectId === step.id);
    return { ...stepView(step, people), photos: captioned(ctx, village, own, post) };
  });
}

/** Whether a step names office holders: who did it, or from whom to whom it was handed on. */
export function namesSomebody({ kind, byPost }: StepRow): boolean {
  return kind === 'handed' || (byPost !== 'author' && byPost !== 'system');
}

function stepView(step: StepRow, people: Map<string, DutyPerson>): Omit<AppealStepView, 'photos'> {
  const isOfficial = namesSomebody(step);
  return {
    id: step.id,
    kind: step.kind,
    at: step.at,
    round: step.round,
    by: (isOfficial && people.get(step.byId ?? '')) || null,
    byPost: step.byPost,
    insteadOf: people.get(step.insteadOfId ?? '') ?? null,
    html: step.html,
    text: plainText(step.html, LINE_LENGTH),
    facts: step.facts,
  };
}

/** Photos for a page: one of a proposed end says whether it was taken before or after. */
export function captioned(
  ctx: Context,
  village: Village,
  rows: PhotoRecord[],
  matter?: Parties,
): PhotoView[] {
  const words = wordsFor(ctx.lang).appeals.photo;
  return photoViews(ctx, rows, village, matter).map((view) => {
    const purpose = rows.find((row) => row.id === view.id)?.purpose;
    const said = purpose === 'before' || purpose === 'after' ? words[purpose] : '';
    return { ...view, caption: view.caption || said };
  });
}
