import type { Lang } from '#server/rules/dates.ts';

/** A path of the one page tree, in a language: '/v/shiti' → '/en/v/shiti' for English. */
export function href(lang: Lang, path: string): string {
  if (lang === 'zh') return path;
  return path === '/' ? '/en/' : `/en${path}`;
}

/** What the address says: the language, and the path in the one page tree without '/en'. */
export function readPath(pathname: string): { lang: Lang; path: string } {
  if (pathname === '/en' || pathname === '/en/') return { lang: 'en', path: '/' };
  if (pathname.startsWith('/en/')) return { lang: 'en', path: ofOneSlash(pathname.slice(3)) };
  return { lang: 'zh', path: ofOneSlash(pathname) };
}

// As a link of ours '//elsewhere' would lead to another site.
function ofOneSlash(path: string): string {
  return path.replace(/^\/{2,}/, '/');
}

/** The same page in the other language. */
export function otherLanguage(lang: Lang, path: string): string {
  return href(lang === 'zh' ? 'en' : 'zh', path);
}

/** A town with its villages. */
export function townPath(slug: string): string {
  return `/t/${slug}`;
}

/** A village's home; the slug is its readable name, the 12-digit code redirects to it. */
export function villagePath(slug: string): string {
  return `/v/${slug}`;
}

/** A village's list of appeals. */
export function appealsPath(slug: string): string {
  return `/v/${slug}/appeals`;
}

/** Where an appeal is raised; the steps after the first are where, photo and check. */
export function raisePath(slug: string, step?: 'where' | 'photo' | 'check'): string {
  return step ? `/v/${slug}/appeals/new/${step}` : `/v/${slug}/appeals/new`;
}

/** One appeal by its per-village number. */
export function appealPath(slug: string, no: number): string {
  return `/v/${slug}/a/${no}`;
}

/** The clock sheet of an appeal: every counted day and the notice it came from. */
export function clockSheetPath(slug: string, no: number): string {
  return `${appealPath(slug, no)}/clock`;
}

/** The organisation of a village, or one person in it by the fixed public number. */
export function peoplePath(slug: string, cadreNo?: string): string {
  return cadreNo ? `/v/${slug}/people/${cadreNo}` : `/v/${slug}/people`;
}

/** Where a slip code or its QR leads. */
export function slipPath(code: string): string {
  return `/s/${code}`;
}

/** A village's letters from its secretary. */
export function lettersPath(slug: string): string {
  return `/v/${slug}/letters`;
}

/** One letter by its per-village number. */
export function letterPath(slug: string, no: number): string {
  return `/v/${slug}/letters/${no}`;
}

/** One promise: its letter and its place in it, from 1. */
export function promisePath(slug: string, letterNo: number, no: number): string {
  return `${letterPath(slug, letterNo)}/promises/${no}`;
}

/** One promise, by the page of its letter and its place in it. */
export function promiseOfLetter(letter: string, no: number): string {
  return `${letter}/promises/${no}`;
}

/** A village's governance cases, told from matters that were solved. */
export function casesPath(slug: string): string {
  return `/v/${slug}/cases`;
}

/** One of them by its per-village number. */
export function casePath(slug: string, no: number): string {
  return `/v/${slug}/cases/${no}`;
}

/** 三会一课: the meetings of a village's Party members. */
export function meetingsPath(slug: string): string {
  return `/v/${slug}/meetings`;
}

/** One of them by its per-village number. */
export function meetingPath(slug: string, no: number): string {
  return `/v/${slug}/meetings/${no}`;
}

/** A photo in one of its widths (320, 720, 1600 px). */
export function photoPath(hash: string, width: 320 | 720 | 1600): string {
  return `/photos/${hash}-${width}.webp`;
}

/** A round of draws, or one draw of it, for everybody; without a name all of them. */
export function drawPath(id?: string): string {
  return id ? `/draws/${id}` : '/draws';
}

/** The desk of draws, or of one round. */
export function drawDeskPath(id?: string): string {
  return id ? `/desk/draws/${id}` : '/desk/draws';
}

/** A village's disclosure: what it owes and what it has shown; a year of it, or a month. */
export function openPath(slug: string, month?: string): string {
  return month ? `/v/${slug}/open/${month.replace('-', '/')}` : `/v/${slug}/open`;
}

/** One disclosed item by its per-village number. */
export function disclosurePath(slug: string, no: number): string {
  return `/v/${slug}/open/item/${no}`;
}

/** One line of a disclosed table. */
export function lineAnchor(path: string, rowNo: number): string {
  return `${path}#line-${rowNo}`;
}

/** What somebody asked about a line, by its per-village number. */
export function objectionPath(slug: string, no: number): string {
  return `/v/${slug}/open/asked/${no}`;
}

/** All that was asked about the lines of a village's disclosures. */
export function objectionsPath(slug: string): string {
  return `/v/${slug}/open/asked`;
}

/** What villagers ask together to be disclosed; with a number, one of them. */
export function requestsPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/open/requests` : `/v/${slug}/open/requests/${no}`;
}

/** The desk of disclosure; with a village, its own. */
export function openDeskPath(villageCode?: string): string {
  return villageCode ? `/desk/open/${villageCode}` : '/desk/open';
}

/** Where the town's bookkeeper sends the accounts of all villages; with an id, what became of one sending. */
export function uploadPath(id?: string): string {
  return id ? `/desk/open/upload/${id}` : '/desk/open/upload';
}

/** Where a draft is looked at, signed, sent back and published. */
export function reviewPath(disclosureId: string): string {
  return `${draftPath(disclosureId)}/review`;
}

/** A draft on the desk, whatever state it is in. */
export function draftPath(disclosureId: string): string {
  return `/desk/open/draft/${disclosureId}`;
}

/** The table of a disclosed item to take away. */
export function copyPath(slug: string, no: number, format: 'csv' | 'xlsx' | 'json'): string {
  return `${disclosurePath(slug, no)}.${format}`;
}

/** A disclosed item on paper. */
export function sheetPath(slug: string, no: number): string {
  return `${disclosurePath(slug, no)}/print`;
}

/** Everything that may be taken away of a village's month, as a Frictionless data package. */
export function packagePath(slug: string, month: string): string {
  return `${openPath(slug, month)}/datapackage.json`;
}

/** The village on whose pages of disclosure a path lies; null for any other page. */
export function openVillage(path: string): string | null {
  return /^\/v\/([^/]+)\/open(?:\/|$)/.exec(path)?.[1] ?? null;
}

/** What a village publishes, for programs that look by themselves. */
export function feedPath(slug: string, format: 'atom' | 'json'): string {
  return `/feeds/${slug}.${format}`;
}

/** The 议事厅 of a village, or one matter of it. */
export function hallPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/hall` : `/v/${slug}/hall/${no}`;
}

/** The votes of a village, or one of them. */
export function votesPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/votes` : `/v/${slug}/votes/${no}`;
}

/** The resolutions of a village, or one of them. */
export function resolutionsPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/resolutions` : `/v/${slug}/resolutions/${no}`;
}

/** The surveys of a village, or one of them. */
export function surveysPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/surveys` : `/v/${slug}/surveys/${no}`;
}

/** The great discussions of a village, or one of them. */
export function drivesPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/drives` : `/v/${slug}/drives/${no}`;
}

/** What a village thanks families for, or one such choice. */
export function contestsPath(slug: string, no?: number): string {
  return no === undefined ? `/v/${slug}/contests` : `/v/${slug}/contests/${no}`;
}

/** The desk of surveys, or of one survey. */
export function surveyDeskPath(id?: string): string {
  return id ? `/desk/surveys/${id}` : '/desk/surveys';
}

/** The desk of what villages thank families for, or of one such choice. */
export function contestDeskPath(id?: string): string {
  return id ? `/desk/contests/${id}` : '/desk/contests';
}

/** One try at a step of 四议两公开, below its matter: its page, or the register to sign. */
export function stepPath(
  slug: string,
  motionNo: number,
  { step, attempt }: { step: string; attempt: number },
): string {
  return `${hallPath(slug, motionNo)}/steps/${step}-${attempt}`;
}

/** The desk of the procedure: all that is due, one matter, or one try at a step of it. */
export function stepDeskPath(motionId?: string, of?: { step: string; attempt: number }): string {
  if (motionId === undefined) return '/desk/steps';
  return of ? `/desk/steps/${motionId}/${of.step}-${of.attempt}` : `/desk/steps/${motionId}`;
}

/** A picture of signed minutes, for those who serve in the village; `width` as photos are stored. */
export function signedPicture(id: string, width: number): string {
  return `/desk/steps/signed/${id}-${width}.webp`;
}
