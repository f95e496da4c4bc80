import { z } from 'zod';
import type { Database } from '../../kit/db.ts';
import { line, list, parseForm, type Form } from '../../kit/form.ts';
import { isUuid } from '../../kit/ids.ts';
import { ok, type Outcome } from '../../kit/outcome.ts';
import type { Actor } from '../../people/model.ts';
import { performOnMany, undoMany, type BulkOrder } from '../index.ts';

/** `overnemen`, `collega:<id>` or `dienst:<id>`. */
const What = z
  .string()
  .min(1, 'field-choice')
  .transform((text, context): BulkOrder => {
    const order = orderIn(text);
    if (!order) context.addIssue({ code: 'custom', message: 'field-choice' });
    return order ?? z.NEVER;
  });

function orderIn(text: string): BulkOrder | undefined {
  if (text === 'overnemen') return { command: 'take-over' };
  const [where, id = ''] = text.split(':');
  if (!isUuid(id)) return undefined;
  if (where === 'collega') return { command: 'give', colleagueId: id };
  return where === 'dienst' ? { command: 'hand-on', serviceId: id } : undefined;
}

const ReportNumber = z
  .string()
  .regex(/^[0-9]{1,15}$/)
  .transform(Number);

const Together = z.object({
  key: z.uuid(),
  seen: z.string().regex(/^\d{1,15}$/),
  wat: What,
  melding: list(ReportNumber),
  alle: z.literal('ja').optional(),
  getoond: line(1000).default(''),
});

const Undo = z.object({ daad: z.uuid() });

/** Does what the form asks with the reports that are chosen on it; gives the id under which its result can be asked. */
export async function actTogether(db: Database, actor: Actor, form: Form): Promise<Outcome<string>> {
  const parsed = parseForm(Together, form);
  if (!parsed.ok) return parsed;
  const { key, seen, wat, melding, alle, getoond } = parsed.value;
  const shown = getoond.split(' ').flatMap((text) => ReportNumber.safeParse(text).data ?? []);
  const numbers = alle ? shown : melding;
  const done = await performOnMany(db, actor, {
    id: key,
    numbers,
    order: wat,
    seenAt: new Date(Number(seen)),
  });
  return done.ok ? ok(key) : done;
}

/** Puts back what was done together. */
export async function undoTogether(db: Database, actor: Actor, form: Form): Promise<Outcome<string>> {
  const parsed = parseForm(Undo, form);
  if (!parsed.ok) return parsed;
  const done = await undoMany(db, actor, parsed.value.daad);
  return done.ok ? ok(parsed.value.daad) : done;
}
