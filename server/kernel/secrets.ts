import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is sealed: what was made for one of these opens for no other. */
export type Sealed =
  | 'phone'
  | 'wording'
  | 'signing-in'
  | 'typed-form'
  | 'roster-import'
  | 'posts-import'
  | 'roll-import'
  | 'disclosure-import'
  | 'draw-table'
  | 'promise-answer'
  | 'survey-answer'
  | 'disclosure-row'
  | 'account-name'
  | 'teller-secret'
  | 'paper-count';

/** Keyed hashing and sealing of personal data. */
export interface Secrets {
  /** HMAC-SHA-256 in hex; the purpose keeps equal texts of different kinds apart. */
  hmac(purpose: string, text: string): string;
  /** AES-256-GCM under a key of the purpose's own; the result is base64url of iv, tag and ciphertext. */
  seal(purpose: Sealed, text: string): string;
  /** Opens what `seal` made for this purpose; throws when it was altered or made for another. */
  open(purpose: Sealed, sealed: string): string;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Secrets from 32 bytes of key. */
export function secretsFrom(key: Buffer): Secrets {
  if (key.length !== KEY_BYTES) throw new Error('the secret key must be 32 bytes');
  // A list of people asks ten thousand times: each purpose's key is made once.
  const keys = new Map<string, KeyObject>();
  const derive = (purpose: string) => {
    const known = keys.get(purpose);
    if (known) return known;
    const made = createSecretKey(createHmac('sha256', key).update(purpose).digest());
    keys.set(purpose, made);
    return made;
  };
  const sealing = (purpose: Sealed) => derive(`seal:${purpose}`);
  return {
    hmac: (purpose, text) =>
      createHmac('sha256', derive(`hmac:${purpose}`))
        .update(text)
        .digest('hex'),
    seal(purpose, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealing(purpose), iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv(
        'aes-256-gcm',
        sealing(purpose),
        bytes.subarray(0, IV_BYTES),
      );
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      const body = bytes.subarray(IV_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
    },
  };
}

/** The installation's secrets: from SECRET_KEY (64 hex digits), or a key file made on first use. */
export function loadSecrets(dataDir: string, secretKey: string | undefined): Secrets {
  if (secretKey) return secretsFrom(Buffer.from(secretKey, 'hex'));
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== KEY_BYTES) {
    throw new Error('secret.key in the data folder is damaged. Restore it from your backup.');
  }
  return secretsFrom(key);
}
