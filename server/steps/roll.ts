import { createHash } from 'node:crypto';
import type { Reader } from '#db/surface.ts';
import { adultsOf } from '#server/bodies/adults.ts';
import { onRollsOf } from '#server/bodies/roll.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import type { ElectorateCode, VoteType } from '#server/rules/vote-book.ts';

/** A line of the roll of one meeting: a person, or a household by whoever stands first in it. */
export interface RollLine {
  no: number;
  memberId: string | null;
  villagerId: string | null;
  name: string;
  isWoman: boolean;
  groupCode: string | null;
}

/** The roll of a meeting as it is frozen: its lines, their hash and the two denominators. */
export interface FrozenRoll {
  lines: RollLine[];
  hash: string;
  entitled: number;
  womenEntitled: number;
}

type Member = Omit<RollLine, 'no'>;

/**
 * Who has a voice in a meeting of this type on a day: members of its bodies, each once however many
 * of them he sits in; or the village's adults; or its households, the empty ones too (they count).
 * Whose age nobody has said stands on it: leaving him out would lower the quorum.
 */
export async function rollFor(
  { db, book }: Pick<Context, 'db' | 'book'>,
  type: Pick<VoteType, 'electorate'>,
  {
    villageCode,
    groupCodes,
    meetOn,
    at,
  }: { villageCode: string; groupCodes: string[] | null; meetOn: LocalDate; at: EpochMs },
): Promise<FrozenRoll> {
  const electorate = book.votes.electorates.find(({ code }) => code === type.electorate);
  const bodies = electorate?.rolls ?? [];
  const members =
    bodies.length > 0
      ? (await onRollsOf(db.read, villageCode, bodies, at)).map(memberOf)
      : await fromRoster(db.read, type.electorate, { villageCode, groupCodes, meetOn });
  const lines = members.map((member, index) => ({ no: index + 1, ...member }));
  return {
    lines,
    hash: rollHash(lines),
    entitled: lines.length,
    womenEntitled: lines.filter(({ isWoman }) => isWoman).length,
  };
}

/** SHA-256 over the lines: number, name, group and who it is, each line ended. */
export function rollHash(lines: RollLine[]): string {
  const text = lines
    .map(({ no, name, groupCode, memberId, villagerId }) =>
      [no, name, groupCode ?? '', villagerId ?? memberId ?? ''].join('\t'),
    )
    .join('\n');
  return createHash('sha256').update(`${text}\n`).digest('hex');
}

function memberOf(one: Awaited<ReturnType<typeof onRollsOf>>[number]): Member {
  const { id: memberId, villagerId, name, isWoman, groupCode } = one;
  return { memberId, villagerId, name, isWoman, groupCode };
}

async function fromRoster(
  db: Reader,
  electorate: ElectorateCode,
  of: { villageCode: string; groupCodes: string[] | null; meetOn: LocalDate },
): Promise<Member[]> {
  const isByHousehold = electorate === 'households' || electorate === 'group_households';
  const isByHead = electorate === 'villagers' || electorate === 'group_villagers';
  if (!isByHousehold && !isByHead) return [];
  const adults = await adultsOf(db, of.villageCode, of.groupCodes, of.meetOn);
  const people = isByHousehold ? headsOf(adults) : adults;
  // The roster does not say who is a woman; no rule asks it of the assembly.
  return people.map(({ villagerId, name, groupCode }) => ({
    ...{ memberId: null, villagerId, name, isWoman: false, groupCode },
  }));
}

type Adult = Awaited<ReturnType<typeof adultsOf>>[number];

/** One of each household: its head, else whoever stands first. */
function headsOf(adults: Adult[]): Adult[] {
  const heads = new Map<string, Adult>();
  for (const adult of adults) {
    const there = heads.get(adult.householdId);
    if (!there || (adult.isHead && !there.isHead)) heads.set(adult.householdId, adult);
  }
  return [...heads.values()];
}
