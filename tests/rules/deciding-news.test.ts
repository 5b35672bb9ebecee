import { describe, expect, test } from 'vitest';
import { wordsFor } from '#content/messages/words.ts';
import { dayTime, plainDay } from '#server/rules/date-words.ts';
import { instantOf } from '#server/rules/dates.ts';

const { contests, drives, motions, resolutions, steps, surveys, tellers, votes } = wordsFor('zh');
const TITLE = '题'.repeat(60);
const WHY = '因'.repeat(500);
const VILLAGE = '村委会名字很长的某某社区';
const at = instantOf('2026-11-16', '08:30');
const nextYear = instantOf('2027-12-31', '18:00');
const DAY = plainDay('zh', nextYear, at);
const HOUR = dayTime('zh', nextYear, at);
const WHO = `${VILLAGE}文书欧阳谷雨`;

/** Each message with the longest words that it can be given. */
const news: [name: string, message: string][] = [
  ['vote announced', votes.news.announced(VILLAGE, HOUR)],
  ['vote in person', votes.news.meeting(VILLAGE, HOUR)],
  ['vote open', votes.news.opened(VILLAGE, HOUR)],
  ['vote not yet cast', votes.news.waiting(VILLAGE, HOUR)],
  ['vote counted', votes.news.counted(VILLAGE)],
  ['vote on paper', votes.news.paper(VILLAGE)],
  ['vote by mandate', votes.news.mandate(VILLAGE, '欧阳谷雨')],
  ['vote void', votes.news.void(VILLAGE)],
  ['teller’s key', tellers.news.key(99_999)],
  ['teller’s box', tellers.news.box(99_999)],
  ['meeting called', steps.news.called('集体经济组织成员代表大会', DAY)],
  ['meeting called off', steps.news.off('集体经济组织成员代表大会', DAY)],
  ['resolution published', resolutions.news.published],
  ['result signed', resolutions.news.result],
  ['report due', resolutions.news.reportDue(DAY)],
  ['survey open', surveys.news.opened(TITLE, DAY)],
  ['survey result', surveys.news.result(TITLE)],
  ['survey not answered', surveys.news.remind(TITLE, DAY)],
  ['survey closed', surveys.news.closed(TITLE, 9999)],
  ['survey with too few', surveys.news.tooFew(TITLE)],
  ['survey entered', surveys.news.entered(WHO, TITLE)],
  ['family asked', contests.news.asked(TITLE, DAY)],
  ['list objected to', contests.news.objected(TITLE)],
  ['objection upheld', contests.news.upheld(TITLE, WHY)],
  ['objection dismissed', contests.news.dismissed(TITLE, WHY)],
  ['family taken off', contests.news.out(TITLE, WHY)],
  ['juror drawn', contests.news.judge(TITLE)],
  ['family thanked', contests.news.thanked(TITLE)],
  ['matter raised', motions.news.raised(TITLE, DAY)],
  ['matter to log', motions.news.toLog(VILLAGE, DAY)],
  ['matter logged', motions.news.logged(TITLE, DAY)],
  ['matter closed', motions.news.closed(TITLE)],
  ['matter of one’s own', motions.news.fromYours(VILLAGE)],
  ['invitation', motions.news.invited(VILLAGE, TITLE)],
  ['amendment taken', motions.news.taken(TITLE)],
  ['amendment declined', motions.news.declined(TITLE)],
  ['record of a talk', motions.news.consensus(TITLE)],
  ['idea grouped', drives.news.grouped(TITLE)],
  ['idea answered', drives.news.answered],
];

describe('a message about deciding fits one short message', () => {
  test.each(news)('%s', (_, message) => {
    expect([...message].length, message).toBeLessThanOrEqual(70);
  });
});

test('a short title stands in a message as it is', () => {
  expect(surveys.news.remind('垃圾桶放哪里好', '11月29日')).toBe(
    '问卷「垃圾桶放哪里好」11月29日截止，您还没有填。',
  );
});
