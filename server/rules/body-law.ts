import type { BodyCode } from '#server/rules/bodies.ts';

/** What a law asks of a roll: so many people, a part of women, one for so many households. */
interface Asked {
  body: BodyCode;
  /** Version of the law's text. */
  law: string;
  /** Null where the article has not been looked up. */
  article: number | null;
  confirmed: boolean;
  source: { zh: string; en: string };
}

/** One rule of content/bodies.json. */
export type BodyRule = Asked &
  (
    | { code: 'women'; least: { part: number; of: number } }
    | { code: 'woman' }
    | { code: 'size'; people: { from: number; to: number | null } }
    | { code: 'households'; every: { from: number; to: number }; orByGroups: boolean }
  );

/** content/bodies.json, with the rules of the county's province among the others. */
export interface BodyBook {
  version: number;
  rules: BodyRule[];
}

/** The file as it is written. */
export interface BodyFile extends BodyBook {
  provinces: { code: string; rules: BodyRule[] }[];
}

/** The book of a county: the nation's rules, and those of its province. */
export function bodiesOf({ version, rules, provinces }: BodyFile, countyCode: string): BodyBook {
  const own = provinces.filter(({ code }) => countyCode.startsWith(code));
  return { version, rules: [...rules, ...own.flatMap((province) => province.rules)] };
}

/** A roll in numbers, and how many households the village has. */
export interface RollFacts {
  size: number;
  women: number;
  households: number;
}

/** What one rule says of a roll: how many it asks for, and how many there are. */
export interface RollCheck {
  rule: BodyRule;
  /** At least so many, and at most (null: any number). */
  from: number;
  to: number | null;
  has: number;
  /** 'open' where the law also lets groups choose some each: the number alone decides nothing then. */
  verdict: 'met' | 'unmet' | 'open';
}

/** What the law says of a body's roll, rule by rule, in whole people; nothing of an empty roll. */
export function checkRoll(book: BodyBook, body: BodyCode, facts: RollFacts): RollCheck[] {
  if (facts.size === 0) return [];
  return book.rules
    .filter((rule) => rule.body === body)
    .map((rule) => {
      const { from, to, has } = asks(rule, facts);
      const isMet = has >= from && (to === null || has <= to);
      const mayDiffer = rule.code === 'households' && rule.orByGroups;
      return { rule, from, to, has, verdict: isMet ? 'met' : mayDiffer ? 'open' : 'unmet' };
    });
}

function asks(rule: BodyRule, { size, women, households }: RollFacts) {
  switch (rule.code) {
    case 'women': {
      const { part, of } = rule.least;
      return { from: Math.ceil((size * part) / of), to: null, has: women };
    }
    case 'woman':
      return { from: 1, to: null, has: women };
    case 'size':
      return { ...rule.people, has: size };
    case 'households': {
      // Fifteen households choose one at least: 46 of them four; five at most: 46 of them nine.
      const { from, to } = rule.every;
      const least = Math.ceil(households / to);
      return { from: least, to: Math.max(least, Math.floor(households / from)), has: size };
    }
  }
}
