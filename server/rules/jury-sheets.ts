/** What may be wrong with a juror's sheet. */
export type JuryFault = 'pointsWrong' | 'required' | 'tooLong';

/** What a juror says of one nominee. */
export interface JurySaid {
  nomineeId: string;
  points: number;
  reason: string;
  isKin: boolean;
}

/** The names of a nominee's three fields: points, reason, 我是亲戚. */
export function sheetFields(no: number): { points: string; reason: string; kin: string } {
  return { points: `points${no}`, reason: `reason${no}`, kin: `kin${no}` };
}

/** Reads a juror's points and reasons; a relative gives none. Every nominee needs one or the other. */
export function readSheets(
  nominees: readonly { id: string; no: number }[],
  typed: Record<string, string | string[]>,
  { mostPoints, reasonLength }: { mostPoints: number; reasonLength: number },
): { sheets: JurySaid[]; faults: Record<string, JuryFault> } {
  const sheets: JurySaid[] = [];
  const faults: Record<string, JuryFault> = {};
  const text = (name: string) => String([typed[name] ?? ''].flat()[0] ?? '').trim();
  for (const { id, no } of nominees) {
    const fields = sheetFields(no);
    if (text(fields.kin) === 'yes') {
      sheets.push({ nomineeId: id, points: 0, reason: '', isKin: true });
      continue;
    }
    const [points, reason] = [text(fields.points), text(fields.reason)];
    const isPoints = /^\d{1,3}$/.test(points) && Number(points) <= mostPoints;
    if (!isPoints) faults[fields.points] = 'pointsWrong';
    if (reason === '') faults[fields.reason] = 'required';
    else if ([...reason].length > reasonLength) faults[fields.reason] = 'tooLong';
    sheets.push({ nomineeId: id, points: Number(points), reason, isKin: false });
  }
  return { sheets, faults };
}
