import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { grant } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { record } from './history.ts';
import type { ContactChange, ContactField } from './model.ts';
import { insertContact, readContact, updateContact } from './words-store.ts';

/**
 * Puts the reporter's address or number right, or writes it down for the first time. What stood there is gone: an address that
 * is wrong can be somebody else's. The history says which of the two changed and when, and never from what to what. Who saves the same again changes
 * nothing. The caller holds the report's lock.
 */
export async function correctContact(
  tx: Tx,
  actor: Actor,
  reportId: string,
  change: ContactChange,
): Promise<Outcome<true>> {
  const key = await grant(tx, actor, {
    action: 'change',
    subjectKind: 'report',
    subjectId: reportId,
    dataClass: 'contact',
  });
  const known = await readContact(tx, key);
  if (known?.removed) return refuse('contact-removed', { pointer: 'email' });
  const isChanged = (field: ContactField) => (known?.[field] ?? '') !== change[field];
  const fields = (['email', 'phone'] as const).filter(isChanged);
  if (fields.length === 0) return known ? ok(true) : refuse('contact-empty', { pointer: 'email' });
  const now = { email: change.email || undefined, phone: change.phone || undefined };
  await (known ? updateContact(tx, key, now) : insertContact(tx, key, now));
  await record(tx, actor, reportId, { kind: 'contact-corrected', data: { fields, isFirst: !known } });
  return ok(true);
}
