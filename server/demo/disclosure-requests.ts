import type { DisclosingStage } from '#server/demo/disclosure-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { look } from '#server/demo/replay-posts.ts';
import { ctxAt, key, remember, told } from '#server/demo/stage.ts';
import { openRequest, signRequest } from '#server/disclosure-requests/commands.ts';
import { HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';

const LOOKED_AT_AFTER_MS = 25 * MINUTE_MS;
/** Neighbours come by one after the other. */
const BETWEEN_SIGNERS_MS = 7 * HOUR_MS;

/** 依申请公开: what villagers ask for together, and who has signed so far. */
export function requestSteps(one: DisclosingStage): DrawStep[] {
  const { stage, village } = one;
  const { request } = one.told;
  if (!request) return [];
  const { at, who, title, text: body, signers } = request;
  const post = `${village.slug}/request`;
  const open = async () => {
    const form = {
      ...{ title, body, shownAs: 'resident' as const },
      ...{ asker: 'villagers' as const, key: key() },
    };
    const { path } = must(await openRequest(await ctxAt(stage, who, at), village.slug, form));
    await remember(stage, { post, who }, Number(path.split('/').at(-1)));
  };
  const lookedAt = at + LOOKED_AT_AFTER_MS;
  return [
    { at, play: open },
    { at: lookedAt, play: () => look(stage, post, lookedAt) },
    ...neighbours(one, who, signers).map((signer, turn) => {
      const signedAt = at + (turn + 1) * BETWEEN_SIGNERS_MS;
      return { at: signedAt, play: () => sign(one, { post, signer, at: signedAt }) };
    }),
  ];
}

async function sign(
  { stage, village }: DisclosingStage,
  { post, signer, at }: { post: string; signer: string; at: number },
): Promise<void> {
  const ref = { slug: village.slug, no: told(stage, post).no };
  must(await signRequest(await ctxAt(stage, signer, at), ref, true));
}

/** So many heads of other households whom the roster knows. */
function neighbours({ stage, village }: DisclosingStage, who: string, n: number): string[] {
  const heads = village.households.flatMap(({ members: [head] }) => head ?? []);
  return heads
    .map((head) => `${village.slug}/${head.key}`)
    .filter((one) => one !== who && stage.cast.members.get(one)?.householdId != null)
    .slice(0, n);
}
