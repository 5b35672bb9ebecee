/** The days that a village has before it: meetings, votes, what was promised. */
export function daysPath(slug: string): string {
  return `/v/${slug}/days`;
}

/** The same for the calendars of phones and computers. */
export function calendarPath(slug: string): string {
  return `/cal/${slug}.ics`;
}

/** What villages decide together just now: one kind of it, of the county or of one town. */
export function runningPath(kind: string, townSlug: string | null = null): string {
  const path = `/now?kind=${kind}`;
  return townSlug === null ? path : `${path}&town=${townSlug}`;
}
