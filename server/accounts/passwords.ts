import { hash, verify } from '@node-rs/argon2';
import { newToken } from '#server/kernel/ids.ts';

/** OWASP Password Storage, Argon2id: 19 MiB, two passes, one lane; the library's default variant is Argon2id. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** More at once would take all cores from people who read. */
const AT_ONCE = 2;
/** Beyond this, waiting would outlast a browser's patience: about two seconds of work. */
const WAITING = 40;

/** The PHC string of a password, made outside the event loop; null when too many are waiting. */
export function hashPassword(password: string): Promise<string | null> {
  return inTurn(() => hash(normal(password), PARAMETERS));
}

/**
 * Whether the password fits its PHC string; null when too many are waiting. Without a string it
 * takes the same time and fits nothing, so that nobody learns who has an account.
 */
export function passwordFits(phc: string | null, password: string): Promise<boolean | null> {
  return inTurn(async () => {
    nobodys ??= hash(newToken(), PARAMETERS);
    const fallback = await nobodys;
    const fits = await verify(phc ?? fallback, normal(password));
    return phc !== null && fits;
  });
}

let nobodys: Promise<string> | undefined;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T | null> {
  if (waiting.length >= WAITING) return null;
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

// The same characters typed on another keyboard are the same password (NIST SP 800-63B).
function normal(password: string): string {
  return password.normalize('NFKC');
}
