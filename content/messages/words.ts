import { access as accessEn } from '#content/messages/en/access.ts';
import { accounts as accountsEn } from '#content/messages/en/accounts.ts';
import { agenda as agendaEn } from '#content/messages/en/agenda.ts';
import { appealNews as appealNewsEn } from '#content/messages/en/appeal-news.ts';
import { appeals as appealsEn } from '#content/messages/en/appeals.ts';
import { attachments as attachmentsEn } from '#content/messages/en/attachments.ts';
import { badges as badgesEn } from '#content/messages/en/badges.ts';
import { bodies as bodiesEn } from '#content/messages/en/bodies.ts';
import { calendar as calendarEn } from '#content/messages/en/calendar.ts';
import { cases as casesEn } from '#content/messages/en/cases.ts';
import { common as commonEn } from '#content/messages/en/common.ts';
import { consensus as consensusEn } from '#content/messages/en/consensus.ts';
import { contests as contestsEn } from '#content/messages/en/contests.ts';
import { decidingErrors as decidingErrorsEn } from '#content/messages/en/deciding-errors.ts';
import { demo as demoEn } from '#content/messages/en/demo.ts';
import { desk as deskEn } from '#content/messages/en/desk.ts';
import { disclosureCopies as disclosureCopiesEn } from '#content/messages/en/disclosure-copies.ts';
import { disclosureDrafts as disclosureDraftsEn } from '#content/messages/en/disclosure-drafts.ts';
import { disclosureDuties as disclosureDutiesEn } from '#content/messages/en/disclosure-duties.ts';
import { disclosureRequests as disclosureRequestsEn } from '#content/messages/en/disclosure-requests.ts';
import { disclosureReview as disclosureReviewEn } from '#content/messages/en/disclosure-review.ts';
import { disclosureUpload as disclosureUploadEn } from '#content/messages/en/disclosure-upload.ts';
import { disclosures as disclosuresEn } from '#content/messages/en/disclosures.ts';
import { draws as drawsEn } from '#content/messages/en/draws.ts';
import { drives as drivesEn } from '#content/messages/en/drives.ts';
import { duty as dutyEn } from '#content/messages/en/duty.ts';
import { errors as errorsEn } from '#content/messages/en/errors.ts';
import { flash as flashEn } from '#content/messages/en/flash.ts';
import { gridDesk as gridDeskEn } from '#content/messages/en/grid-desk.ts';
import { grids as gridsEn } from '#content/messages/en/grids.ts';
import { help as helpEn } from '#content/messages/en/help.ts';
import { lessons as lessonsEn } from '#content/messages/en/lessons.ts';
import { letters as lettersEn } from '#content/messages/en/letters.ts';
import { lineObjections as lineObjectionsEn } from '#content/messages/en/line-objections.ts';
import { meetings as meetingsEn } from '#content/messages/en/meetings.ts';
import { moderation as moderationEn } from '#content/messages/en/moderation.ts';
import { motions as motionsEn } from '#content/messages/en/motions.ts';
import { objections as objectionsEn } from '#content/messages/en/objections.ts';
import { offices as officesEn } from '#content/messages/en/offices.ts';
import { paper as paperEn } from '#content/messages/en/paper.ts';
import { peopleImport as peopleImportEn } from '#content/messages/en/people-import.ts';
import { place as placeEn } from '#content/messages/en/place.ts';
import { posts as postsEn } from '#content/messages/en/posts.ts';
import { postsImport as postsImportEn } from '#content/messages/en/posts-import.ts';
import { privacy as privacyEn } from '#content/messages/en/privacy.ts';
import { promises as promisesEn } from '#content/messages/en/promises.ts';
import { raising as raisingEn } from '#content/messages/en/raising.ts';
import { resolutions as resolutionsEn } from '#content/messages/en/resolutions.ts';
import { results as resultsEn } from '#content/messages/en/results.ts';
import { reviewing as reviewingEn } from '#content/messages/en/reviewing.ts';
import { search as searchEn } from '#content/messages/en/search.ts';
import { selections as selectionsEn } from '#content/messages/en/selections.ts';
import { steps as stepsEn } from '#content/messages/en/steps.ts';
import { surveys as surveysEn } from '#content/messages/en/surveys.ts';
import { tellers as tellersEn } from '#content/messages/en/tellers.ts';
import { time as timeEn } from '#content/messages/en/time.ts';
import { verdicts as verdictsEn } from '#content/messages/en/verdicts.ts';
import { voteDesk as voteDeskEn } from '#content/messages/en/vote-desk.ts';
import { votes as votesEn } from '#content/messages/en/votes.ts';
import { vouchers as vouchersEn } from '#content/messages/en/vouchers.ts';
import { writingFor as writingForEn } from '#content/messages/en/writing-for.ts';
import { access } from '#content/messages/zh/access.ts';
import { accounts } from '#content/messages/zh/accounts.ts';
import { agenda } from '#content/messages/zh/agenda.ts';
import { appealNews } from '#content/messages/zh/appeal-news.ts';
import { appeals } from '#content/messages/zh/appeals.ts';
import { attachments } from '#content/messages/zh/attachments.ts';
import { badges } from '#content/messages/zh/badges.ts';
import { bodies } from '#content/messages/zh/bodies.ts';
import { calendar } from '#content/messages/zh/calendar.ts';
import { cases } from '#content/messages/zh/cases.ts';
import { common } from '#content/messages/zh/common.ts';
import { consensus } from '#content/messages/zh/consensus.ts';
import { contests } from '#content/messages/zh/contests.ts';
import { decidingErrors } from '#content/messages/zh/deciding-errors.ts';
import { demo } from '#content/messages/zh/demo.ts';
import { desk } from '#content/messages/zh/desk.ts';
import { disclosureCopies } from '#content/messages/zh/disclosure-copies.ts';
import { disclosureDrafts } from '#content/messages/zh/disclosure-drafts.ts';
import { disclosureDuties } from '#content/messages/zh/disclosure-duties.ts';
import { disclosureRequests } from '#content/messages/zh/disclosure-requests.ts';
import { disclosureReview } from '#content/messages/zh/disclosure-review.ts';
import { disclosureUpload } from '#content/messages/zh/disclosure-upload.ts';
import { disclosures } from '#content/messages/zh/disclosures.ts';
import { draws } from '#content/messages/zh/draws.ts';
import { drives } from '#content/messages/zh/drives.ts';
import { duty } from '#content/messages/zh/duty.ts';
import { errors } from '#content/messages/zh/errors.ts';
import { flash } from '#content/messages/zh/flash.ts';
import { gridDesk } from '#content/messages/zh/grid-desk.ts';
import { grids } from '#content/messages/zh/grids.ts';
import { help } from '#content/messages/zh/help.ts';
import { lessons } from '#content/messages/zh/lessons.ts';
import { letters } from '#content/messages/zh/letters.ts';
import { lineObjections } from '#content/messages/zh/line-objections.ts';
import { meetings } from '#content/messages/zh/meetings.ts';
import { moderation } from '#content/messages/zh/moderation.ts';
import { motions } from '#content/messages/zh/motions.ts';
import { objections } from '#content/messages/zh/objections.ts';
import { offices } from '#content/messages/zh/offices.ts';
import { paper } from '#content/messages/zh/paper.ts';
import { peopleImport } from '#content/messages/zh/people-import.ts';
import { place } from '#content/messages/zh/place.ts';
import { posts } from '#content/messages/zh/posts.ts';
import { postsImport } from '#content/messages/zh/posts-import.ts';
import { privacy } from '#content/messages/zh/privacy.ts';
import { promises } from '#content/messages/zh/promises.ts';
import { raising } from '#content/messages/zh/raising.ts';
import { resolutions } from '#content/messages/zh/resolutions.ts';
import { results } from '#content/messages/zh/results.ts';
import { reviewing } from '#content/messages/zh/reviewing.ts';
import { search } from '#content/messages/zh/search.ts';
import { selections } from '#content/messages/zh/selections.ts';
import { steps } from '#content/messages/zh/steps.ts';
import { surveys } from '#content/messages/zh/surveys.ts';
import { tellers } from '#content/messages/zh/tellers.ts';
import { time } from '#content/messages/zh/time.ts';
import { verdicts } from '#content/messages/zh/verdicts.ts';
import { voteDesk } from '#content/messages/zh/vote-desk.ts';
import { votes } from '#content/messages/zh/votes.ts';
import { vouchers } from '#content/messages/zh/vouchers.ts';
import { writingFor } from '#content/messages/zh/writing-for.ts';

/** Chinese comes first: it is the source, and English has the same shape. */
const zh = {
  access,
  accounts,
  agenda,
  appealNews,
  appeals,
  attachments,
  badges,
  bodies,
  objections,
  calendar,
  cases,
  common,
  consensus,
  contests,
  decidingErrors,
  demo,
  desk,
  disclosureCopies,
  disclosureDrafts,
  disclosureReview,
  disclosureDuties,
  disclosureRequests,
  disclosures,
  disclosureUpload,
  draws,
  drives,
  duty,
  errors: { ...errors, ...decidingErrors },
  flash,
  gridDesk,
  grids,
  paper,
  peopleImport,
  postsImport,
  lessons,
  lineObjections,
  meetings,
  letters,
  place,
  posts,
  moderation,
  motions,
  offices,
  resolutions,
  results,
  reviewing,
  search,
  selections,
  steps,
  surveys,
  tellers,
  time,
  help,
  privacy,
  promises,
  raising,
  verdicts,
  vouchers,
  voteDesk,
  votes,
  writingFor,
};

/** Every interface word, one key each. */
export type Words = typeof zh;

const en: Words = {
  access: accessEn,
  accounts: accountsEn,
  agenda: agendaEn,
  appealNews: appealNewsEn,
  appeals: appealsEn,
  attachments: attachmentsEn,
  badges: badgesEn,
  bodies: bodiesEn,
  objections: objectionsEn,
  calendar: calendarEn,
  cases: casesEn,
  common: commonEn,
  consensus: consensusEn,
  contests: contestsEn,
  decidingErrors: decidingErrorsEn,
  demo: demoEn,
  desk: deskEn,
  disclosureCopies: disclosureCopiesEn,
  disclosureDrafts: disclosureDraftsEn,
  disclosureReview: disclosureReviewEn,
  disclosureDuties: disclosureDutiesEn,
  disclosureRequests: disclosureRequestsEn,
  disclosures: disclosuresEn,
  disclosureUpload: disclosureUploadEn,
  draws: drawsEn,
  drives: drivesEn,
  duty: dutyEn,
  errors: { ...errorsEn, ...decidingErrorsEn },
  flash: flashEn,
  gridDesk: gridDeskEn,
  grids: gridsEn,
  help: helpEn,
  paper: paperEn,
  peopleImport: peopleImportEn,
  postsImport: postsImportEn,
  lessons: lessonsEn,
  lineObjections: lineObjectionsEn,
  meetings: meetingsEn,
  letters: lettersEn,
  place: placeEn,
  posts: postsEn,
  privacy: privacyEn,
  promises: promisesEn,
  raising: raisingEn,
  moderation: moderationEn,
  motions: motionsEn,
  offices: officesEn,
  resolutions: resolutionsEn,
  results: resultsEn,
  reviewing: reviewingEn,
  search: searchEn,
  selections: selectionsEn,
  steps: stepsEn,
  surveys: surveysEn,
  tellers: tellersEn,
  time: timeEn,
  verdicts: verdictsEn,
  vouchers: vouchersEn,
  voteDesk: voteDeskEn,
  votes: votesEn,
  writingFor: writingForEn,
};

/** The words of a language. */
export function wordsFor(lang: 'zh' | 'en'): Words {
  return lang === 'en' ? en : zh;
}
