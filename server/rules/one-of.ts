/** A field of a form as one text: the first when it came several times, '' when it did not come. */
export function oneOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
