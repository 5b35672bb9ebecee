import {
  selectInvitationsFor,
  selectJuriesIn,
  selectNominationsFor,
  selectSurveysFor,
} from '#server/agenda/mine-records.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { sittingJurors } from '#server/rules/contest-rules.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import { contestsPath, hallPath, surveysPath } from '#server/rules/links.ts';

/** Something that waits for the viewer; votes stand in a list of their own, with their receipts. */
export interface WaitingLine {
  what: 'survey' | 'nomination' | 'judging' | 'invited';
  title: string;
  path: string;
  /** The last day on which it can be done. */
  lastDay: LocalDate;
}

/** What waits for the viewer in his villages, what ends first at the top; nothing for visitors. */
export async function waitingForMe(ctx: Context): Promise<WaitingLine[]> {
  const { memberships } = ctx.viewer;
  if (memberships.length === 0) return [];
  ctx.page.keepPrivate();
  const places = memberships.map(({ villageCode }) => villageCode);
  const parts = await Promise.all([
    villagesByCode(ctx, places),
    surveysFor(ctx),
    nominationsFor(ctx, places),
    judgingFor(ctx, places),
    invitationsFor(ctx, places),
  ]);
  const [villages, ...waiting] = parts;
  return waiting
    .flat()
    .flatMap(({ row: { villageCode, no, title }, what, pathOf, lastDay }) => {
      const village = villages.get(villageCode);
      return village ? [{ what, title, path: pathOf(village.slug, no), lastDay }] : [];
    })
    .toSorted((a, b) => (a.lastDay < b.lastDay ? -1 : 1));
}

interface Waiting {
  row: { villageCode: string; no: number; title: string };
  what: WaitingLine['what'];
  pathOf: (slug: string, no: number) => string;
  lastDay: LocalDate;
}

async function surveysFor(ctx: Context): Promise<Waiting[]> {
  const rows = await selectSurveysFor(ctx.db.read, villagersOf(ctx), ctx.clock.now());
  return rows
    .filter(({ groupCodes, groupCode }) => groupCodes?.includes(groupCode) ?? true)
    .map((row) => ({
      ...{ row, what: 'survey', pathOf: surveysPath },
      // It closes at the midnight after its last day.
      lastDay: localDate(row.closesAt - 1),
    }));
}

async function nominationsFor(ctx: Context, places: string[]): Promise<Waiting[]> {
  const households = ctx.viewer.memberships.map(({ householdId }) => householdId);
  const rows = await selectNominationsFor(ctx.db.read, places, households);
  const today = localDate(ctx.clock.now());
  return rows.flatMap((row) => {
    if (today > row.objectThrough) return [];
    const lastDay = today <= row.nominateThrough ? row.nominateThrough : row.objectThrough;
    return [{ row, what: 'nomination', pathOf: contestsPath, lastDay }];
  });
}

async function judgingFor(ctx: Context, places: string[]): Promise<Waiting[]> {
  const rows = await selectJuriesIn(ctx.db.read, places);
  const mine = new Set(villagersOf(ctx));
  return rows
    .filter(({ id, jurors, villagerId, hasJudged }) => {
      const sitting = sittingJurors(
        rows.filter((one) => one.id === id),
        jurors,
      );
      return mine.has(villagerId) && sitting.includes(villagerId) && !hasJudged;
    })
    .map((row) => {
      return { row, what: 'judging', pathOf: contestsPath, lastDay: row.judgeThrough };
    });
}

async function invitationsFor(ctx: Context, places: string[]): Promise<Waiting[]> {
  const today = localDate(ctx.clock.now());
  const who = { villagerIds: villagersOf(ctx), today };
  const rows = await selectInvitationsFor(ctx.db.read, places, who);
  return rows.map((row) => ({
    ...{ row, what: 'invited', pathOf: hallPath },
    lastDay: row.talkThrough ?? today,
  }));
}

function villagersOf({ viewer }: Context): string[] {
  return viewer.memberships.map(({ villagerId }) => villagerId);
}
