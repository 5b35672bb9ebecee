/** Hundredths of points as they are read: 900 → '9', 866 → '8.66'. */
export function pointsText(hundredths: number): string {
  return String(hundredths / 100);
}
