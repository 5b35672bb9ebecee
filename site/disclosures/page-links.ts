import type { LineFilter, LinePage } from '#server/disclosures/lines.ts';

/** Addresses of the pages before and after this one of a table; null at its ends. */
export function pageLinks(
  here: string,
  filter: LineFilter,
  page: LinePage,
): { previous: string | null; next: string | null } {
  const to = (place: 'before' | 'after', no: number | null) => {
    if (no === null) return null;
    const query = new URLSearchParams(askedOf(filter));
    query.set(place, String(no));
    return `${here}?${query}#table`;
  };
  return { previous: to('before', page.previous), next: to('after', page.next) };
}

function askedOf({ q, side, kind, sort }: LineFilter): [string, string][] {
  const asked: [string, string | null][] = [
    ['q', q],
    ['side', side],
    ['kind', kind],
    ['sort', sort === 'table' ? null : sort],
  ];
  return asked.flatMap(([name, value]) => (value ? [[name, value]] : []));
}
