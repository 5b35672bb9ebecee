/** An option of a vote that asked for opinions, with how many chose it. */
export interface Opinion {
  no: number;
  had: number;
}

/** The option that most chose; of equal ones the first. Null where nobody said anything. */
export function leading<O extends Opinion>(opinions: O[]): O | null {
  const most = Math.max(0, ...opinions.map(({ had }) => had));
  return most === 0 ? null : (opinions.find(({ had }) => had === most) ?? null);
}

/**
 * Whether a meeting decided for what most people had said: an option that nobody outnumbers. A
 * decision for none of the options agrees with nothing.
 */
export function agreesWithOpinions(opinions: Opinion[], decided: number | null): boolean {
  const most = leading(opinions)?.had ?? 0;
  return most > 0 && opinions.some(({ no, had }) => no === decided && had === most);
}
