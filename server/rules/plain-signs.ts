/**
 * The signs that people type for those that print the same: files made by programs often say a
 * radical where a character stands. NFKC knows those of Kangxi; the others have no such rule, and
 * come from Unicode's EquivalentUnifiedIdeograph.
 */
export function plainSigns(text: string): string {
  return text.normalize('NFKC').replace(/[\u2e80-\u2eff]/g, (sign) => CHARACTERS.get(sign) ?? sign);
}

const CHARACTERS = new Map(
  (
    [
      [0x2e81, 0x5382],
      [0x2e8c, 0x5c0f],
      [0x2e92, 0x5df3],
      [0x2e97, 0x5fc3],
      [0x2e9d, 0x6708],
      [0x2e9f, 0x6bcd],
      [0x2ea0, 0x6c11],
      [0x2ea9, 0x738b],
      [0x2eb6, 0x7f8a],
      [0x2ebd, 0x81fc],
      [0x2ec1, 0x864e],
      [0x2ec4, 0x897f],
      [0x2ec5, 0x89c1],
      [0x2ec6, 0x89d2],
      [0x2ec9, 0x8d1d],
      [0x2ecb, 0x8f66],
      [0x2ed1, 0x9577],
      [0x2ed3, 0x957f],
      [0x2ed4, 0x95e8],
      [0x2ed7, 0x96e8],
      [0x2ed8, 0x9752],
      [0x2eda, 0x9875],
      [0x2edb, 0x98ce],
      [0x2edc, 0x98de],
      [0x2edd, 0x98df],
      [0x2ee2, 0x9a6c],
      [0x2ee3, 0x9aa8],
      [0x2ee5, 0x9c7c],
      [0x2ee6, 0x9e1f],
      [0x2ee8, 0x9ea6],
      [0x2ee9, 0x9ec4],
      [0x2eec, 0x9f50],
      [0x2eee, 0x9f7f],
      [0x2ef0, 0x9f99],
      [0x2ef3, 0x9f9f],
    ] as const
  ).map(([radical, character]) => [String.fromCharCode(radical), String.fromCharCode(character)]),
);

/**
 * A text without the line breaks that only the width of its page made: between two characters, and
 * inside a number.
 */
export function unwrapped(text: string): string {
  return text.replace(/(?<=[\p{Script=Han}\d])[ \t]*\n[ \t]*(?=[\p{Script=Han}\dXx])/gu, '');
}
