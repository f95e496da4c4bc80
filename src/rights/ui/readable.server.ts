import type { T } from '../../kit/translate.ts';
import { groundText } from '../index.ts';
import { ExportView } from '../wire.ts';

/** The export as people read it: why somebody looked in words, with the article behind it. */
export function readable(found: ExportView, t: T): ExportView {
  const view = ExportView.parse(found);
  return { ...view, looks: view.looks.map((look) => ({ ...look, ground: groundText(t, look.ground) })) };
}
