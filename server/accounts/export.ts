import {
  selectAnsweredSurveys,
  selectJudged,
  selectObjected,
  selectProposed,
} from '#server/accounts/export-asked-records.ts';
import {
  ownFamilyThanks,
  ownLeftRosters,
  ownMeetingsHeld,
  ownVotesHeld,
} from '#server/accounts/export-decided.ts';
import {
  selectAttended,
  selectHallNames,
  selectListings,
  selectOwnSheets,
  selectPartyMarks,
  selectReviewerVillages,
  selectRolls,
  selectSaid,
  selectSignatures,
  selectWritten,
} from '#server/accounts/export-records.ts';
import { selectMessages, selectPerson } from '#server/accounts/records.ts';
import { selectOwnLines } from '#server/accounts/roster-records.ts';
import { devicesOf } from '#server/accounts/sessions.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isoTime } from '#server/rules/iso-time.ts';

/** More than anybody has written in a lifetime of village matters. */
const ALL = 10_000;

/**
 * Everything we hold on the viewer, readable by machines (个人信息保护法 第四十五条); null for
 * visitors. What cadres wrote about a matter is the matter's, not here.
 */
export async function ownData(ctx: Context) {
  const { personId } = ctx.viewer;
  const own = personId === null ? null : await selectPerson(ctx.db.read, personId);
  if (!own) return null;
  return {
    account: {
      name: own.name,
      nickname: own.nickname,
      phone: phoneOf(ctx, own),
      hasPassword: own.passwordHash !== null,
      openedAt: iso(own.createdAt),
    },
    ...(await ownPlaces(ctx, own.id)),
    reviewer: await ownReviews(ctx, own.id),
    ...(await ownDevices(ctx, own.id)),
    ...(await ownWords(ctx, own.id)),
    ...(await ownDecisions(ctx, own.id)),
  };
}

function phoneOf({ secrets }: Context, { phoneSealed }: { phoneSealed: string | null }) {
  return phoneSealed === null ? null : secrets.open('phone', phoneSealed);
}

/** Where somebody stands: rosters, posts, the Party, rolls, and the meetings at which he was. */
async function ownPlaces(ctx: Context, personId: string) {
  const db = ctx.db.read;
  return {
    roster: (await selectOwnLines(db, personId)).map((line) => ({
      village: line.villageName,
      group: line.gridName,
      household: line.householdNumber ?? line.householdCode,
      phone: phoneOf(ctx, line),
      eighteenFrom: line.adultFrom,
      verifiedHow: line.verifiedHow,
      verifiedAt: iso(line.verifiedAt),
    })),
    posts: ctx.viewer.posts.map(({ post, gridCode, title }) => ({ post, place: gridCode, title })),
    partyMember: (await selectPartyMarks(db, personId)).map(({ village, at }) => ({
      village,
      markedAt: iso(at),
    })),
    rolls: (await selectRolls(db, personId, ALL)).map(({ since, until, ...one }) => ({
      ...one,
      since: iso(since),
      until: iso(until),
    })),
    meetings: await selectAttended(db, personId, ALL),
  };
}

/** The devices that somebody signed in with, and the messages he got. */
async function ownDevices(ctx: Context, personId: string) {
  const by = { personId, before: Number.MAX_SAFE_INTEGER, limit: ALL };
  const messages = await selectMessages(ctx.db.read, by);
  return {
    devices: (await devicesOf(ctx, personId)).map(({ device, createdAt, lastSeenAt }) => ({
      device,
      signedInAt: iso(createdAt),
      lastSeenAt: iso(lastSeenAt),
    })),
    messages: messages.map(({ body, createdAt }) => ({ body, at: iso(createdAt) })),
  };
}

/** What somebody wrote and said, and under what he put his name. */
async function ownWords({ db: { read } }: Context, personId: string) {
  const told = <T extends { at: EpochMs }>(rows: T[]) =>
    rows.map((one) => ({ ...one, at: iso(one.at) }));
  return {
    written: told(await selectWritten(read, personId, ALL)),
    said: told(await selectSaid(read, personId, ALL)),
    signed: told(await selectSignatures(read, personId, ALL)),
    raised: told(await selectHallNames(read, personId, ALL)),
  };
}

/** What hangs on somebody's lines of rosters where a village decides together. */
async function ownDecisions(ctx: Context, personId: string) {
  return {
    leftRosters: await ownLeftRosters(ctx, personId),
    votes: await ownVotesHeld(ctx, personId),
    deciding: await ownMeetingsHeld(ctx, personId),
    surveys: await ownSurveys(ctx, personId),
    thanks: { ...(await ownThanks(ctx, personId)), ...(await ownFamilyThanks(ctx, personId)) },
  };
}

/** Everything of a person as a reviewer of the month's best. */
async function ownReviews({ db }: Context, personId: string) {
  const [listed, kin, sheets] = await Promise.all([
    selectListings(db.read, personId),
    selectReviewerVillages(db.read, personId),
    selectOwnSheets(db.read, personId, ALL),
  ]);
  return {
    listed: listed.map(({ namedAt, ...one }) => ({ ...one, namedAt: iso(namedAt) })),
    relativesIn: kin.map(({ village, at }) => ({ village, at: iso(at) })),
    sheets: sheets.map((sheet) => ({ ...sheet, sentAt: iso(sheet.sentAt) })),
  };
}

/** Which surveys somebody answered, and whether his paper was written in for him. */
async function ownSurveys({ db }: Context, personId: string) {
  const answered = await selectAnsweredSurveys(db.read, personId, ALL);
  return answered.map(({ writtenIn, ...one }) => ({ ...one, isWrittenIn: writtenIn !== null }));
}

/** What somebody said where a village thanks families: proposed, objected, judged. */
async function ownThanks({ db }: Context, personId: string) {
  const [proposed, objected, judged] = await Promise.all([
    selectProposed(db.read, personId, ALL),
    selectObjected(db.read, personId, ALL),
    selectJudged(db.read, personId, ALL),
  ]);
  const told = <T extends { at: EpochMs }>(one: T) => ({ ...one, at: iso(one.at) });
  return { proposed: proposed.map(told), objected: objected.map(told), judged: judged.map(told) };
}

function iso(at: EpochMs | null): string | null {
  return at === null ? null : isoTime(at);
}
