import { describe, expect, test } from 'vitest';
import disclosures from '#content/disclosures.json' with { type: 'json' };
import { ofProvince } from '#server/rules/disclosure-book.ts';

describe('the limits of what is asked about a line', () => {
  test.each([
    ['510681', 10, 20, true],
    ['371323', 5, 20, true],
    ['460107', 15, 20, true],
    ['411381', 10, 20, false],
    ['999999', 10, 20, false],
  ])('county %s: village %d days, town and county %d', (county, village, town, confirmed) => {
    const { objection } = ofProvince(disclosures, county);

    expect(objection).toMatchObject({ villageDays: village, townDays: town, confirmed });
    expect(objection).toMatchObject({ firstWorkDays: 1, raiseDays: 30 });
    expect(Object.keys(objection.source)).toEqual(['zh', 'en']);
  });
});
