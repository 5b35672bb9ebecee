import { DAY_MS, type EpochMs, type LocalDate, localParts } from '#server/rules/dates.ts';

/**
 * Calendars that phones subscribe to (RFC 5545, RFC 7986). Written here: the libraries for it bring
 * time zones of the whole world and builders for what nobody asks; China needs one zone without
 * summer time.
 */

/** One thing in a calendar: of a whole local day, or from an instant on. */
export interface CalendarEvent {
  /** The same for ever, and no other's: 'votes-12-closes@cuntou.example'. */
  uid: string;
  /** Grows with each change of the event. */
  sequence: number;
  /** When it was last changed. */
  changedAt: EpochMs;
  /** A whole day, or an instant; what has an instant lasts until `endsAt`, or no time at all. */
  on: { day: LocalDate } | { at: EpochMs; endsAt?: EpochMs };
  summary: string;
  description: string;
  /** '' for nowhere. */
  location: string;
  url: string;
  isCancelled: boolean;
}

/** A calendar with its name, as it is subscribed to. */
export interface Calendar {
  name: string;
  lang: string;
  /** Where it lies. */
  source: string;
  /** How often a phone asks again, in hours. */
  refreshHours: number;
  events: CalendarEvent[];
}

const ZONE = 'Asia/Shanghai';

/** The whole calendar as text: folded lines that end in CRLF. */
export function icsText({ name, lang, source, refreshHours, events }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Cuntou//Village days//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME;LANGUAGE=${lang}:${icsEscaped(name)}`,
    // What Apple and others read for the name and the zone.
    `X-WR-CALNAME:${icsEscaped(name)}`,
    `X-WR-TIMEZONE:${ZONE}`,
    `SOURCE;VALUE=URI:${source}`,
    `REFRESH-INTERVAL;VALUE=DURATION:PT${refreshHours}H`,
    `X-PUBLISHED-TTL:PT${refreshHours}H`,
    ...zone,
    ...events.flatMap((event) => eventLines(event, lang)),
    'END:VCALENDAR',
  ];
  return `${lines.map(icsFolded).join('\r\n')}\r\n`;
}

/** UTC+8 since 1991, without summer time. */
const zone = [
  'BEGIN:VTIMEZONE',
  `TZID:${ZONE}`,
  'BEGIN:STANDARD',
  'DTSTART:19910915T020000',
  'TZOFFSETFROM:+0900',
  'TZOFFSETTO:+0800',
  'TZNAME:CST',
  'END:STANDARD',
  'END:VTIMEZONE',
];

function eventLines(event: CalendarEvent, lang: string): string[] {
  const { uid, sequence, changedAt, summary, description, location, url } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${icsUtc(changedAt)}`,
    ...whenLines(event.on),
    `SUMMARY;LANGUAGE=${lang}:${icsEscaped(summary)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${icsEscaped(description)}`]),
    ...(location === '' ? [] : [`LOCATION:${icsEscaped(location)}`]),
    `URL;VALUE=URI:${url}`,
    `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    // It blocks nobody's time.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function whenLines(on: CalendarEvent['on']): string[] {
  if ('day' in on) return [`DTSTART;VALUE=DATE:${on.day.replaceAll('-', '')}`];
  const start = `DTSTART;TZID=${ZONE}:${localStamp(on.at)}`;
  return on.endsAt === undefined ? [start] : [start, `DTEND;TZID=${ZONE}:${localStamp(on.endsAt)}`];
}

/** '20261125T180000', as the clock on the village's wall shows it. */
function localStamp(at: EpochMs): string {
  const { date, hour, minute } = localParts(at);
  return `${date.replaceAll('-', '')}T${two(hour)}${two(minute)}00`;
}

/** '20261116T003000Z'. */
export function icsUtc(at: EpochMs): string {
  const shift = DAY_MS / 3;
  return `${localStamp(at - shift)}Z`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}

/** Text as a value: backslash, comma, semicolon and line ends are escaped, other controls go. */
export function icsEscaped(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\\,;]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

const MOST_BYTES = 75;

/** A line of at most 75 bytes, the rest on lines that begin with a space; no sign is cut in two. */
export function icsFolded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let bytes = 0;
  for (const sign of line) {
    const more = Buffer.byteLength(sign);
    if (bytes + more > MOST_BYTES) {
      parts.push(part);
      part = '';
      // The space in front of it counts too.
      bytes = 1;
    }
    part += sign;
    bytes += more;
  }
  return [...parts, part].join('\r\n ');
}
