import { describe, expect, test } from 'vitest';
import {
  moneyOfNumber,
  moneyText,
  parseCount,
  parseMoney,
  parseQuantity,
  plainMoney,
  quantityText,
  wanText,
} from '#server/rules/money.ts';

describe('an amount as people write it', () => {
  test.each([
    ['6800', 680_000],
    ['6,800.00', 680_000],
    ['0.1', 10],
    ['0.29', 29],
    ['1.15', 115],
    ['110,077.22', 11_007_722],
    ['￥１，２３４．５０', 123_450],
    ['¥ 1 234.50', 123_450],
    ['400元', 40_000],
    ['400 元整', 40_000],
    ['人民币 400.5 元', 40_050],
    ['12.64万元', 12_640_000],
    ['12.643172 万', 12_643_172],
    ['-12', -1200],
    ['－１２．３０', -1230],
    ['\u221212', -1200],
    ['（12）', -1200],
    ['(1,200.50)', -120_050],
    ['红字12', -1200],
    ['12（红字）', -1200],
    ['-¥12', -1200],
    ['¥-12', -1200],
    ['+12', 1200],
    ['12.500', 1250],
    ['12.', 1200],
    ['0', 0],
    ['-0.00', 0],
    ['999,999,999.99', 99_999_999_999],
  ])('%s is %i 分', (text, fen) => {
    expect(parseMoney(text)).toBe(fen);
  });

  test.each([
    ['half a 分', '0.125'],
    ['less than a 分 in 万', '1.2345678万元'],
    ['separators in the wrong place', '12,34.00'],
    ['two points', '1.2.3'],
    ['taken back twice', '(-12)'],
    ['nothing', ''],
    ['only a sign', '-'],
    ['only a point', '.5'],
    ['words', '八百'],
    ['a number turned into powers', '1.1E+17'],
    ['more than a village has', '99999999999999'],
    ['an identity number', '510681196404150012'],
  ])('%s is refused: %s', (_, text) => {
    expect(parseMoney(text)).toBeNull();
  });

  test('what a spreadsheet keeps as a float comes out exact, and half a 分 does not', () => {
    expect(moneyOfNumber(0.1 + 0.2)).toBe(30);
    expect(moneyOfNumber(1.15)).toBe(115);
    expect(moneyOfNumber(126_431.72)).toBe(12_643_172);
    expect(moneyOfNumber(-12.3)).toBe(-1230);
    expect(moneyOfNumber(0.125)).toBeNull();
    expect(moneyOfNumber(1.1e17)).toBeNull();
    expect(moneyOfNumber(Number.NaN)).toBeNull();
  });
});

test.each([
  [12_643_172, '126,431.72', '126431.72', '12.64'],
  [0, '0.00', '0.00', '0.00'],
  [5, '0.05', '0.05', '0.00'],
  [-120_000, '-1,200.00', '-1200.00', '-0.12'],
  [-4_999, '-49.99', '-49.99', '0.00'],
  [100_000_000, '1,000,000.00', '1000000.00', '100.00'],
  [12_345_000_000_00, '12,345,000,000.00', '12345000000.00', '1,234,500.00'],
])('%i 分 read %s, %s in a file, and about %s 万', (fen, text, inFile, wan) => {
  expect(moneyText(fen)).toBe(text);
  expect(plainMoney(fen)).toBe(inFile);
  expect(wanText(fen)).toBe(wan);
});

test('every amount that is written is read again', () => {
  for (const fen of [0, 1, 99, 100, 12_345, -1, -99, -123_456_789, 1_000_000_000_000]) {
    expect(parseMoney(moneyText(fen))).toBe(fen);
    expect(parseMoney(plainMoney(fen))).toBe(fen);
  }
});

describe('quantities and counts', () => {
  test.each([
    ['3.25', 3250, '3.25'],
    ['0.005亩', 5, '0.005'],
    ['１，２００', 1_200_000, '1,200'],
    ['-1.5', -1500, '-1.5'],
    ['12.50 亩', 12_500, '12.5'],
  ])('%s is %i thousandths and reads %s', (typed, thousandths, text) => {
    expect(parseQuantity(typed)).toBe(thousandths);
    expect(quantityText(thousandths)).toBe(text);
  });

  test.each([['0.0005'], ['三亩'], [''], ['1e3']])('%s is no quantity', (typed) => {
    expect(parseQuantity(typed)).toBeNull();
  });

  test.each([
    ['38', 38],
    ['38人', 38],
    ['３８', 38],
    ['38.0', 38],
    ['85%', 85],
    ['1,204户', 1204],
  ])('%s counts %i', (typed, n) => {
    expect(parseCount(typed)).toBe(n);
  });

  test.each([['-1'], ['1.5'], [''], ['几个']])('%s is no count', (typed) => {
    expect(parseCount(typed)).toBeNull();
  });
});
