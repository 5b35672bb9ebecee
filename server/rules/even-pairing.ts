/** A household that nobody in particular answers for yet, in the order in which it is listed. */
export interface OpenHousehold {
  code: string;
  /** The villager group (15 digits) it is listed in. */
  groupCode: string;
}

/** A cadre who may be paired: where his post is, and how many households he has already. */
export interface PairingCadre {
  personId: string;
  gridCode: string;
  holds: number;
}

/** Neighbouring households of one group that would get the same cadre. */
export interface PairingRun {
  groupCode: string;
  first: string;
  last: string;
  households: number;
  personId: string;
}

/**
 * An even split of open households over cadres (沂水: about 30 each). Whoever has least gets most;
 * pairings that stand stay (岗位变动，联系户不变). A group's own cadre is given his own group first,
 * and what is left goes to the others in the order of the list, so that neighbours stay together.
 */
export function proposePairing(households: OpenHousehold[], cadres: PairingCadre[]): PairingRun[] {
  if (cadres.length === 0) return [];
  const left = quotas(households.length, cadres);
  const given = new Map<string, string>();
  const give = (cadre: PairingCadre, isFit: (household: OpenHousehold) => boolean) => {
    for (const household of households) {
      const room = left.get(cadre.personId) ?? 0;
      if (room === 0) return;
      if (given.has(household.code) || !isFit(household)) continue;
      given.set(household.code, cadre.personId);
      left.set(cadre.personId, room - 1);
    }
  };
  for (const cadre of cadres) give(cadre, (one) => isOwnGroup(cadre, one));
  for (const cadre of cadres) give(cadre, () => true);
  return runsOf(households, given);
}

/** How many cadres are needed for so many households at about `perCadre` each; never none. */
export function cadresNeeded(households: number, perCadre: number): number {
  return Math.max(1, Math.ceil(households / perCadre));
}

function isOwnGroup({ gridCode }: PairingCadre, { groupCode }: OpenHousehold): boolean {
  return gridCode.startsWith(groupCode);
}

// One household at a time to whoever has least: the ends differ by one household at most.
function quotas(households: number, cadres: PairingCadre[]): Map<string, number> {
  const loads = cadres.map(({ personId, holds }) => ({ personId, holds, quota: 0 }));
  for (let n = 0; n < households; n += 1) {
    const least = loads.reduce((a, b) => (b.holds + b.quota < a.holds + a.quota ? b : a));
    least.quota += 1;
  }
  return new Map(loads.map(({ personId, quota }) => [personId, quota]));
}

function runsOf(households: OpenHousehold[], given: Map<string, string>): PairingRun[] {
  const runs: PairingRun[] = [];
  for (const { code, groupCode } of households) {
    const personId = given.get(code);
    if (personId === undefined) continue;
    const run = runs.at(-1);
    if (run?.groupCode === groupCode && run.personId === personId) {
      run.last = code;
      run.households += 1;
    } else runs.push({ groupCode, first: code, last: code, households: 1, personId });
  }
  return runs;
}
