/** Points in hundredths as people read them: 7720 → '77.2'. */
export function plainPoints(hundredths: number): string {
  return (hundredths / 100).toFixed(2).replace(/\.?0+$/, '');
}
