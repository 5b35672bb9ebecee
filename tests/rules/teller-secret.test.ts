import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  formatTellerSecret,
  readTellerSecret,
  TELLER_SECRET_BYTES,
  tellerSecret,
} from '#server/rules/teller-secret.ts';

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = (seed: number) =>
  Uint8Array.from({ length: TELLER_SECRET_BYTES }, (_, n) => (seed * 89 + n * 57 + n * n) % 256);
const secrets = Array.from({ length: 20 }, (_, seed) => tellerSecret(bytes(seed)));
const isRead = (typed: string) => readTellerSecret(typed).ok;

describe("a teller's secret", () => {
  test('stands on paper in seven groups of four', () => {
    for (const secret of secrets) {
      expect(formatTellerSecret(secret)).toMatch(
        /^([0-9A-HJKMNP-TV-Z]{4} ){6}[0-9A-HJKMNP-TV-Z]{4}$/,
      );
    }
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  test('holds 130 bits: every one of its signs changes with the chance it is made of', () => {
    const seen = Array.from({ length: 26 }, () => new Set<string>());
    for (let n = 0; n < 600; n++) {
      for (const [at, sign] of [...tellerSecret(randomBytes(TELLER_SECRET_BYTES))].entries()) {
        seen[at]?.add(sign);
      }
    }

    expect(seen.map(({ size }) => size)).toEqual(seen.map(() => SIGNS.length));
  });

  test('is never made of too little chance', () => {
    expect(() => tellerSecret(new Uint8Array(16))).toThrow('17 bytes');
  });

  test('may be typed as people type', () => {
    for (const secret of secrets) {
      const shown = formatTellerSecret(secret);
      const wide = [...secret].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
      const typed = [
        shown,
        secret.toLowerCase(),
        shown.replaceAll(' ', '-'),
        ` ${shown.replaceAll('0', 'o').replaceAll('1', 'l')} `,
        shown.replaceAll('0', 'O').replaceAll('1', 'I'),
        wide.join(''),
      ];

      expect(typed.map(readTellerSecret)).toEqual(typed.map(() => ({ ok: true, secret })));
    }
  });

  test.each([
    ['', 'length'],
    ['K7Q2', 'length'],
    [`${'0'.repeat(28)}0`, 'length'],
    ['U'.repeat(28), 'sign'],
    ['石'.repeat(28), 'sign'],
    [`${'0'.repeat(27)}1`, 'check'],
  ])('%j is told what is wrong with it: %s', (typed, fault) => {
    expect(readTellerSecret(typed)).toEqual({ ok: false, fault });
  });

  test('shows every single wrong sign', () => {
    const wrong = secrets.flatMap((secret) =>
      [...secret].flatMap((sign, place) =>
        [...SIGNS]
          .filter((other) => other !== sign)
          .map((other) => secret.slice(0, place) + other + secret.slice(place + 1)),
      ),
    );

    expect(wrong.filter(isRead)).toEqual([]);
  });

  test('shows every swap of two signs that are not further apart than two groups', () => {
    const swapped = secrets.flatMap((secret) =>
      [...secret].flatMap((sign, place) =>
        [1, 2, 3, 4, 8].flatMap((apart) => {
          const other = secret.charAt(place + apart);
          if (other === '' || other === sign) return [];
          const signs = [...secret];
          [signs[place], signs[place + apart]] = [other, sign];
          return signs.join('');
        }),
      ),
    );

    expect(swapped.length).toBeGreaterThan(1000);
    expect(swapped.filter(isRead)).toEqual([]);
  });
});
