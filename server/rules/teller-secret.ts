/**
 * The secret of a teller (计票人) as it stands on his paper: 26 signs of Crockford's base 32 are 130
 * random bits, two more are a check. The whole is read as one number; its remainder by 1021, the
 * largest prime that two signs can write, shows every single wrong sign and every swap of two.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BODY_LENGTH = 26;
const CHECK_PRIME = 1021;
const SECRET_LENGTH = BODY_LENGTH + 2;
const GROUP = /.{4}(?!$)/g;

/** Random bytes needed for one secret; six bits of them are not used. */
export const TELLER_SECRET_BYTES = 17;

/** What is wrong with a typed secret: not as long as one, a sign that none has, or a slip of the pen. */
export type SecretFault = 'length' | 'sign' | 'check';

/** A secret of 28 signs out of TELLER_SECRET_BYTES random bytes. */
export function tellerSecret(random: Uint8Array): string {
  if (random.length < TELLER_SECRET_BYTES) {
    throw new Error(`a teller's secret needs ${TELLER_SECRET_BYTES} bytes`);
  }
  let rest = random.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  let body = '';
  while (body.length < BODY_LENGTH) {
    body += ALPHABET.charAt(Number(rest % 32n));
    rest /= 32n;
  }
  return body + checkOf(body);
}

/** The secret as it is shown and written down: seven groups of four. */
export function formatTellerSecret(secret: string): string {
  return secret.replace(GROUP, '$& ');
}

/**
 * What a teller typed from his paper. Spaces, hyphens, small and full-width letters are forgiven, so
 * are O for 0, and I and l for 1. A slip of the pen is told apart from somebody else's secret.
 */
export function readTellerSecret(
  typed: string,
): { ok: true; secret: string } | { ok: false; fault: SecretFault } {
  const signs = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if ([...signs].some((sign) => !ALPHABET.includes(sign))) return { ok: false, fault: 'sign' };
  if (signs.length !== SECRET_LENGTH) return { ok: false, fault: 'length' };
  const body = signs.slice(0, BODY_LENGTH);
  if (checkOf(body) !== signs.slice(BODY_LENGTH)) return { ok: false, fault: 'check' };
  return { ok: true, secret: signs };
}

/** The random part of a secret, without its check. */
export function secretBody(secret: string): string {
  return secret.slice(0, BODY_LENGTH);
}

function checkOf(body: string): string {
  const rest = [...body].reduce(
    (total, sign) => (total * ALPHABET.length + ALPHABET.indexOf(sign)) % CHECK_PRIME,
    0,
  );
  const high = Math.floor(rest / ALPHABET.length);
  return ALPHABET.charAt(high) + ALPHABET.charAt(rest % ALPHABET.length);
}
