import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { asFile } from '../../kit/web/responses.ts';
import type { T } from '../../kit/translate.ts';
import { BLOCK_REFUSALS, type SheetRow } from '../sheet-wire.ts';
import { sheetIn, viewFor } from './sheet.server.ts';

/** What became of each row, as a file that Excel opens: numbers and our own words, nothing of what stood in the list. */
export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const view = await viewFor(town, request, sheetIn(params['lijst']));
  const head = [town.t('sheets.row'), town.t('sheets.file-report'), town.t('sheets.file-what')];
  const lines = view.rows.map((row) => [String(row.number), String(row.report ?? ''), whatOf(row, town.t)]);
  const text = [head, ...lines].map((cells) => cells.map(quoted).join(';')).join('\r\n');
  // without its mark Excel takes it for something else than UTF-8
  return asFile(`\uFEFF${text}\r\n`, { name: 'uitkomst.csv', type: 'text/csv' });
}

function whatOf({ report, refusal, block }: SheetRow, t: T): string {
  if (report !== undefined) return t('sheets.file.made');
  const code = refusal ?? (block && BLOCK_REFUSALS[block].code);
  return code === undefined ? t('sheets.file.not-chosen') : t(`refusal.${code}`);
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
