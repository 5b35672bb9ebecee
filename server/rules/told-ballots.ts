/**
 * What is kept and told of a secret box once it is open, so that neither a small channel nor a rare
 * combination tells of one ballot (edge case 31).
 */

/** What lay in the box and on the tables. */
export interface OpenedBallots {
  /** Valid ballots of both channels together; one that names nothing abstains. */
  choices: readonly (readonly number[])[];
  spoiled: number;
  /** How many voted online, and how many took a ballot on paper. */
  online: number;
  paper: number;
}

/** What stands on the ballots of a vote, and from how many on a channel may be told. */
export interface BallotTerms {
  /** The option that abstains; null where abstaining is to name none. */
  abstain: number | null;
  /** How many options one ballot may name. */
  most: number;
  smallestGroup: number;
}

/** What may be told of it. */
export interface ToldBallots {
  /** The lines of the published file: ballots, or single marks where a ballot may name several. */
  lines: number[][];
  /** 0 where they are told together with abstentions. */
  spoiled: number;
  /** Ballots on paper, the spoiled ones among them; where told together, how many took one. */
  paper: number;
  /** Abstentions, spoiled ballots and those not returned as one number; null where each stands for itself. */
  together: number | null;
}

/**
 * Whether what only one channel knows must not be told. Only paper can be spoiled or not returned:
 * beside a channel with few voters that would tell of them, or of the others by subtraction.
 */
export function isToldTogether(
  { online, paper }: Pick<OpenedBallots, 'online' | 'paper'>,
  smallestGroup: number,
): boolean {
  return paper > 0 && [online, paper].some((count) => count > 0 && count < smallestGroup);
}

/**
 * The ballots as they may be kept. With a small channel whoever abstained, spoiled his ballot or did
 * not return it is an empty line, and each who voted is one line. Where a ballot may name several
 * options it is taken apart: a rare combination can be ordered of somebody and found again.
 */
export function toldBallots(box: OpenedBallots, terms: BallotTerms): ToldBallots {
  const { choices, spoiled, online, paper } = box;
  if (!isToldTogether(box, terms.smallestGroup)) {
    const returned = choices.length + spoiled - online;
    return { lines: takenApart(choices, terms), spoiled, paper: returned, together: null };
  }
  const named = choices.filter((choice) => !isAbstention(choice, terms));
  const together = online + paper - named.length;
  const empty = Array.from({ length: together }, (): number[] => []);
  const lines = takenApart([...named, ...empty], terms);
  return { lines, spoiled: 0, paper, together };
}

function isAbstention(choice: readonly number[], { abstain }: BallotTerms): boolean {
  return choice.length === 0 || (choice.length === 1 && choice[0] === abstain);
}

function takenApart(choices: OpenedBallots['choices'], { most }: BallotTerms): number[][] {
  if (most === 1) return choices.map((choice) => [...choice]);
  return choices.flatMap((choice) => (choice.length === 0 ? [[]] : choice.map((no) => [no])));
}
