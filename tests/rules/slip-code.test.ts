import { describe, expect, test } from 'vitest';
import {
  formatSlipCode,
  isSlipCode,
  normaliseSlipCode,
  SLIP_CODE_BYTES,
  slipCode,
} from '#server/rules/slip-code.ts';

const SIGNS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** Codes from bytes that differ a lot, the same on every run. */
const codes = Array.from({ length: 40 }, (_, seed) =>
  slipCode(
    Uint8Array.from({ length: SLIP_CODE_BYTES }, (_, n) => (seed * 89 + n * 57 + n * n) % 256),
  ),
);

describe('a slip code', () => {
  test('has ten signs that nobody mistakes for another', () => {
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-Z]{10}$/);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('is right as it was made', () => {
    expect(codes.every(isSlipCode)).toBe(true);
  });

  test('shows every single wrong sign', () => {
    const wrong = codes.flatMap((code) =>
      [...code].flatMap((sign, place) =>
        [...SIGNS]
          .filter((other) => other !== sign)
          .map((other) => code.slice(0, place) + other + code.slice(place + 1)),
      ),
    );

    expect(wrong.filter(isSlipCode)).toEqual([]);
  });

  test('shows every swap of two neighbours', () => {
    const swapped = codes.flatMap((code) =>
      [...code.slice(1)].map(
        (sign, place) => code.slice(0, place) + sign + code.charAt(place) + code.slice(place + 2),
      ),
    );
    const different = swapped.filter((text, n) => text !== codes[Math.floor(n / 9)]);

    expect(different.length).toBeGreaterThan(300);
    expect(different.filter(isSlipCode)).toEqual([]);
  });

  test('may be typed as people type', () => {
    const [code = ''] = codes;
    const hyphened = formatSlipCode(code);
    const fullWidth = [...hyphened].map((sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));

    const typed = [
      hyphened,
      ` ${hyphened.toLowerCase()} `,
      fullWidth.join(''),
      [...code].join(' '),
    ];

    expect(typed.map(normaliseSlipCode)).toEqual(typed.map(() => code));
    expect(hyphened).toMatch(/^.{5}-.{5}$/);
  });

  test.each(['', 'K7Q2M', 'K7Q2M9XH4T2', '0000000000', 'K7Q2M-9XH4', '石梯村石梯村石梯村村'])(
    '%j is none',
    (text) => {
      expect(isSlipCode(normaliseSlipCode(text))).toBe(false);
    },
  );

  test('is never made of too little chance', () => {
    expect(() => slipCode(new Uint8Array(9))).toThrow('16 bytes');
  });
});
