import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inTenant, type Database } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { withinLimit } from '../kit/rate-limit.ts';
import { seal, unseal } from '../kit/secrets.ts';
import { followUpCode, readFollowUpCode } from './follow-up-code.ts';
import { deleteDraft, findDraft, writeDraft } from './form-draft-store.ts';

const DAY_MS = 86_400_000;
/** Long enough to sleep on it or to look something up, and no longer. */
const KEPT_DAYS = 7;
/** In characters: more than the fields of the form hold together. */
const LENGTH_MAX = 60_000;

const Values = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export type DraftValues = z.infer<typeof Values>;

export interface Saved {
  /** The code of the report to be: it opens what was saved now, and the report after it was sent. */
  readonly code: string;
  readonly until: Date;
}

/**
 * Saves a form that is not finished, under the code that its report will have. It is sealed with that code, which the
 * database does not hold: whoever has the database cannot read it.
 */
export async function saveDraft(
  db: Database,
  municipalityId: string,
  draft: {
    readonly key: string;
    readonly values: DraftValues;
    readonly address: string;
    readonly savesPerHour: number;
  },
): Promise<Outcome<Saved>> {
  const limit = { name: 'form-draft', max: draft.savesPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, draft.address))) return refuse('draft-limit');
  const text = JSON.stringify(draft.values);
  if (text.length > LENGTH_MAX) return refuse('draft-too-long');
  const code = followUpCode(draft.key);
  return inTenant(db, municipalityId, async (tx) => {
    const until = new Date(tx.now.getTime() + KEPT_DAYS * DAY_MS);
    const sealed = seal(text, sealOf(municipalityId, code));
    await writeDraft(tx, { codeHash: hashOf(code), sealed, destroyAfter: until });
    return ok({ code, until });
  });
}

/** What was saved under the code that somebody typed. */
export async function openDraft(
  db: Database,
  municipalityId: string,
  attempt: { readonly typed: string; readonly address: string; readonly triesPerHour: number },
): Promise<Outcome<DraftValues>> {
  const limit = { name: 'code', max: attempt.triesPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, attempt.address))) return refuse('code-limit', { pointer: 'code' });
  const code = readFollowUpCode(attempt.typed);
  if (code === undefined) return refuse('code-mistyped', { pointer: 'code' });
  return inTenant(db, municipalityId, async (tx) => {
    const sealed = await findDraft(tx, hashOf(code));
    if (!sealed) return refuse('draft-unknown', { pointer: 'code' });
    return ok(Values.parse(JSON.parse(unseal(sealed, sealOf(municipalityId, code)))));
  });
}

/** The form was sent: what was saved of it goes. */
export async function dropDraft(db: Database, municipalityId: string, key: string): Promise<void> {
  await inTenant(db, municipalityId, (tx) => deleteDraft(tx, hashOf(followUpCode(key))));
}

/** Another hash than that of the report’s code: from neither follows whether the other is there. */
function hashOf(code: string): Buffer {
  return createHash('sha256').update(`form draft ${code}`).digest();
}

function sealOf(municipalityId: string, code: string) {
  const key = createHash('sha256').update(`wijkverbond form draft\n${code}`).digest('hex');
  return { key, place: `form draft ${municipalityId}` };
}
