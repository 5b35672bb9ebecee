import type { Http } from '#server/kernel/http.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { WORKBOOK_TYPE, writeWorkbook } from '#server/workshop/workbook.ts';

/** What an empty list comes as. */
export type SheetFormat = 'xlsx' | 'csv';

/** Hands an empty list over to be kept: a workbook, or a text that any spreadsheet reads. */
export function sendTemplate(
  c: Http,
  { name, rows, format }: { name: string; rows: string[][]; format: SheetFormat },
): Response {
  c.header('content-disposition', `attachment; filename="${name}.${format}"`);
  c.header('content-type', format === 'xlsx' ? WORKBOOK_TYPE : 'text/csv; charset=utf-8');
  return c.body(format === 'xlsx' ? writeWorkbook(name, rows) : writeDelimited(rows));
}
