import { inPlainDigits } from '#server/rules/disclosure-masking-numbers.ts';
import { fold } from '#server/rules/fold.ts';
import { inAsciiDigits } from '#server/rules/masking.ts';
import { hasIdChecksum, isCardNumber, isOldId, looksLikeId } from '#server/rules/number-checks.ts';

/**
 * Whether two people may let a datum stand in what everybody reads. `justifiable` are the kinds that
 * the county leaves to them; a number of another kind may stand only when its own check says that it is
 * none (a contract of eighteen digits), and an ID or card number counts under whatever name it was found.
 */
export function mayStand(
  { kind, datum }: { kind: string; datum: string },
  justifiable: readonly string[],
): boolean {
  const proven = provenKinds(datum);
  const kinds = PROVABLE.includes(kind) ? proven : [kind, ...proven];
  return kinds.every((one) => justifiable.includes(one));
}

const PROVABLE = ['id', 'card'];

/** Which numbers a datum holds whose own check digit says so, however they are written. */
function provenKinds(datum: string): string[] {
  const digits = inAsciiDigits(inPlainDigits(fold(datum))).replace(/[^\dx]/g, '');
  const starts = Array.from({ length: Math.max(0, digits.length - 17) }, (_, at) => at);
  const windows = starts.map((at) => digits.slice(at, at + 18));
  const isId = windows.some((one) => looksLikeId(one) && hasIdChecksum(one)) || isOldId(digits);
  return [...(isId ? ['id'] : []), ...(isCardNumber(digits) ? ['card'] : [])];
}
