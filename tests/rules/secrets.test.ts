import { expect, test } from 'vitest';
import { secretsFrom } from '#server/kernel/secrets.ts';

const secrets = secretsFrom(Buffer.alloc(32, 7));

test('what was sealed is opened again, and looks different each time', () => {
  const sealed = secrets.seal('phone', '13900000001');

  expect(secrets.open('phone', sealed)).toBe('13900000001');
  expect(secrets.seal('phone', '13900000001')).not.toBe(sealed);
});

test('what was sealed for one use opens for no other', () => {
  const sealed = secrets.seal('wording', '{"phone":"13900000001","isProven":true}');

  expect(() => secrets.open('signing-in', sealed)).toThrow();
});

test('what was altered, or sealed with another key, does not open', () => {
  const sealed = secrets.seal('phone', '13900000001');
  const altered = `${sealed.slice(0, -2)}${sealed.endsWith('A') ? 'BB' : 'AA'}`;

  expect(() => secrets.open('phone', altered)).toThrow();
  expect(() => secretsFrom(Buffer.alloc(32, 8)).open('phone', sealed)).toThrow();
});
