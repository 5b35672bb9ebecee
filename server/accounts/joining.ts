import type { Tx } from '#db/surface.ts';

/** An account that has just been found on a village's roster. */
export interface Joined {
  personId: string;
  villageCode: string;
  householdId: string;
}

type Settle = (tx: Tx, joined: Joined) => Promise<void>;

const settlings: Settle[] = [];

/** Lets a feature that counts by household put its counts right in the write that binds an account. */
export function onJoining(settle: Settle): void {
  settlings.push(settle);
}

/** Puts right, inside the write, what was counted for the person alone until now. */
export async function settleJoining(tx: Tx, joined: Joined): Promise<void> {
  for (const settle of settlings) await settle(tx, joined);
}
