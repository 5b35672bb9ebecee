import { type ReadStep, selectReadSteps } from '#server/disclosures/reading-records.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Who made a version, who looked at it, who decided, who put it up. */
export interface PublishedSteps {
  /** Members of the supervision committee who signed this version. */
  signers: string[];
  /** Newest first. */
  steps: PublishedStep[];
}

export interface PublishedStep {
  what: 'drafted' | 'signed' | 'met' | 'publicity' | 'published' | 'decided' | 'corrected';
  version: number;
  /** '' for what the system did. */
  name: string;
  /** His post by its code; '' for none. */
  post: string;
  at: EpochMs;
  /** Of the joint meeting: its day and how many came. */
  metOn: string | null;
  present: number | null;
}

const SHOWN = [
  'drafted',
  'signed',
  'met',
  'publicity',
  'published',
  'decided',
  'corrected',
] as const;

/** The steps of a disclosure as readers are told them; what was sent back on the way stays inside. */
export async function stepsOf(
  ctx: Context,
  village: Village,
  { disclosureId, version }: { disclosureId: string; version: number },
): Promise<PublishedSteps> {
  const records = await selectReadSteps(ctx.db.read, disclosureId);
  const told = lastRounds(records).filter((step) => step.version <= version);
  const people = await dutyPeople(
    ctx,
    told.map(({ byId }) => ({ personId: byId, gridCode: village.code })),
  );
  const named = ({ byId }: ReadStep) => people.get(byId)?.name ?? '';
  const signers = told.filter((step) => step.what === 'signed' && step.version === version);
  const steps = told.flatMap((step) => {
    const what = SHOWN.find((one) => one === step.what);
    return what ? [stepView(step, what, named(step))] : [];
  });
  return { signers: [...new Set(signers.map(named))], steps: steps.reverse() };
}

/** Signatures count only since the last sending: a draft that came back was signed anew. */
function lastRounds(steps: ReadStep[]): ReadStep[] {
  const rounds = new Map<number, number>();
  for (const { version, round } of steps) {
    rounds.set(version, Math.max(round, rounds.get(version) ?? 0));
  }
  return steps.filter(
    ({ what, version, round }) => what !== 'signed' || round === rounds.get(version),
  );
}

function stepView(
  { version, byPost, at, facts }: ReadStep,
  what: PublishedStep['what'],
  name: string,
): PublishedStep {
  const { metOn, present } = facts ?? {};
  return {
    ...{ what, version, name, post: byPost, at },
    metOn: typeof metOn === 'string' ? metOn : null,
    present: typeof present === 'number' ? present : null,
  };
}
