import { createHash } from 'node:crypto';
import common from '#content/common-passwords.json' with { type: 'json' };
import { readPhone } from '#server/accounts/phone.ts';

/** Whether a password is among those that are guessed first: common ones, runs of keys, a phone, a birthday. */
export function isGuessable(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase();
  const isRun = RUNS.some((run) => run.includes(plain));
  const isPhone = readPhone(plain) !== null;
  const isBirthday = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(plain);
  const isRepeated = /^(.{1,4})\1+$/.test(plain);
  const hasFewSigns = new Set(plain).size < 4;
  return isRun || isPhone || isBirthday || isRepeated || hasFewSigns || COMMON.has(markOf(plain));
}

const RUNS = [
  '01234567890',
  '98765432109',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
];

// Chinese habits that a list from abroad lacks.
const HABITS = [
  'woaini123',
  'woaini520',
  'woaini1314',
  'wo5201314',
  'aini1314',
  'a12345678',
  'a123456789',
  'abc123456',
  'wang1234',
  'zhang123',
  'cuntou123',
];

const MARK_LENGTH = 8;
const COMMON = new Set([...common.marks.flatMap((row) => row.split(' ')), ...HABITS.map(markOf)]);

function markOf(plain: string): string {
  return createHash('sha256').update(plain).digest('hex').slice(0, MARK_LENGTH);
}
