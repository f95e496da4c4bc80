import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, readFormWithFiles, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import { refuse, refuseAll, type Outcome } from '../../kit/outcome.ts';
import { readSheetText, SHEET_LIMITS, type Sheet } from '../../kit/sheet.ts';
import { bytesWithin, readSheetFile } from '../../kit/sheet-file.ts';
import { requirePermission } from '../../people/index.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { bringSheet, ownSheets } from '../index.ts';
import { SheetLine } from '../sheet-wire.ts';
import { valueOf } from './entrance.server.ts';

const CELLS = 'cellen';
const FILE = 'bestand';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const lists = valueOf(await ownSheets(db, actor), { request, slug: municipality.slug });
  return { key: newId(), lists: z.array(SheetLine).parse(lists), limits: SHEET_LIMITS };
}

/** Takes a list in as a draft of whoever brings it: pasted cells, or a file that is read as it comes in and kept nowhere. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const arrival = { request, slug: municipality.slug };
  // before anything is read of what somebody sends
  valueOf(requirePermission(actor, 'report.handle'), arrival);
  const { values, files } = await readFormWithFiles(
    request,
    ({ field, bytes }) => (field === FILE ? bytesWithin(bytes) : Promise.resolve(undefined)),
    // cells of three bytes a letter, and the names of the fields
    { valueLength: SHEET_LIMITS.letters, textBytes: 3 * SHEET_LIMITS.letters + 1024 },
  );
  const id = z.uuid().safeParse(firstOf(values['key']));
  if (!id.success) return showAgain(values, [{ code: 'sheet-unknown' }]);
  const sheet = await sheetIn(values, files);
  if (!sheet.ok) return showAgain(values, sheet.refusals);
  const brought = await bringSheet(db, actor, { id: id.data, sheet: sheet.value });
  if (!brought.ok) return showAgain(values, brought.refusals);
  return seeOther(`/${municipality.slug}/werk/inlezen/${id.data}`);
}

/** The file when there is one, else what was pasted; what is wrong with it stands beside its field. */
async function sheetIn(values: Form, files: readonly (Buffer | undefined)[]): Promise<Outcome<Sheet>> {
  if (files.length > 0) {
    const [bytes] = files;
    const megabytes = SHEET_LIMITS.bytes / 1024 / 1024;
    const read = bytes
      ? await readSheetFile(bytes)
      : refuse('sheet-bytes', { facts: { maximum: megabytes } });
    return beside(read, FILE);
  }
  const pasted = firstOf(values[CELLS]);
  return beside(pasted.trim() === '' ? refuse('sheet-missing') : readSheetText(pasted), CELLS);
}

function beside(read: Outcome<Sheet>, pointer: string): Outcome<Sheet> {
  return read.ok ? read : refuseAll(read.refusals.map((refusal) => ({ ...refusal, pointer })));
}
