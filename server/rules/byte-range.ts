/** A piece of a file, by its first and last byte. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * The piece that a Range header asks for (RFC 9110 §14.1.2); null for the whole file, which is also
 * the answer to what is no range or several; 'nowhere' for a piece behind the end.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'nowhere' | null {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return null;
  const isTail = first === '';
  const from = isTail ? Math.max(0, size - Number(last)) : Number(first);
  const to = isTail || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (!isTail && last !== '' && Number(last) < from) return null;
  return from < size && (!isTail || Number(last) > 0) ? { from, to } : 'nowhere';
}
