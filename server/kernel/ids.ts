import { randomBytes, randomUUIDv7 } from 'node:crypto';

/** A new row id: a time-ordered UUID, so that inserts stay at the end of their index. */
export function newId(): string {
  return randomUUIDv7();
}

/** A secret for a URL, a cookie or a form: 160 random bits in base64url. */
export function newToken(): string {
  return randomBytes(20).toString('base64url');
}

/** Random bytes for codes that people type. */
export function randomness(length: number): Uint8Array {
  return randomBytes(length);
}
