import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentFile } from '../../kit/content.ts';
import { SheetField } from '../model.ts';

const names = z.array(z.string().min(1).max(40)).min(1);

/** How lists of others call their columns, and which words ask for a call first. Data of who runs this. */
const SheetWords = z.strictObject({ columns: z.record(SheetField, names), danger: names });
export type SheetWords = z.infer<typeof SheetWords>;

let known: SheetWords | undefined;

/** As content/lists.json has it. Throws on what cannot be used. */
export function sheetWords(): SheetWords {
  known ??= SheetWords.parse(JSON.parse(readFileSync(contentFile('lists.json'), 'utf8')));
  return known;
}
