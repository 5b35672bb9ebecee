import type { ColumnIs, ItemColumn } from '#server/rules/disclosure-book.ts';

const MOST = 12;
const LONGEST = 20;

/**
 * The columns of a village's own item as it writes them: a line each, the name, a space and what it
 * holds by one of the given words. Null when a line says something else, or two have one name.
 */
export function ownColumns(text: string, kinds: Map<string, ColumnIs>): ItemColumn[] | null {
  const lines = text
    .normalize('NFKC')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const columns = lines.map((line, at): ItemColumn | null => {
    const [, name = '', kind = ''] = /^(\S+)(?:\s+(\S+))?$/.exec(line) ?? [];
    const is = kind === '' ? 'text' : kinds.get(kind.toLowerCase());
    if (name === '' || name.length > LONGEST || is === undefined) return null;
    return { code: `c${at + 1}`, is, zh: name, en: name, isRequired: at === 0 };
  });
  const read = columns.filter((column) => column !== null);
  const isWhole = read.length === columns.length && read.length > 0 && read.length <= MOST;
  return isWhole && new Set(read.map(({ zh }) => zh)).size === read.length ? read : null;
}
