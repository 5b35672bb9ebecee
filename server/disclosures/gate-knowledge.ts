import { type RosterFinder, rosterFinder } from '#server/accounts/roster-finder.ts';
import { helpIn } from '#server/appeals/helper.ts';
import { villageCadres, villageOrganisation } from '#server/grids/people.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { localDate } from '#server/rules/dates.ts';
import { type GateKnowledge, knowledgeOf } from '#server/rules/disclosure-gate.ts';

/** What masking the rows of a village takes: its offices' numbers, the names of its people. */
export interface Gate {
  known: GateKnowledge;
  finder: RosterFinder;
}

/** Reads what the gate of a village knows; `names` are those in the table itself. */
export async function gateOf(
  ctx: Context,
  village: Village,
  names: Iterable<string> = [],
): Promise<Gate> {
  const [finder, bodies, cadres, help] = await Promise.all([
    rosterFinder(ctx, ctx.db.read, village.code),
    villageOrganisation(ctx, village),
    villageCadres(ctx, village),
    helpIn(ctx, village.code),
  ]);
  const office = [...bodies.flatMap(({ people }) => people), ...cadres];
  const phones = [help?.phone ?? null, ...office.map(({ workPhone }) => workPhone)];
  return {
    finder,
    known: knowledgeOf({
      today: localDate(ctx.clock.now()),
      allowed: phones.flatMap((phone) => phone ?? []),
      names: [...finder.names, ...names],
      officials: office.map(({ name }) => name),
    }),
  };
}
