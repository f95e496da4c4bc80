import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm, type Form } from '../../kit/form.ts';
import type { Database } from '../../kit/db.ts';
import { isUuid, newId } from '../../kit/ids.ts';
import { ok, refuseAll, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { townOf } from '../../kit/web/context.ts';
import type { Actor } from '../../people/model.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { bulkResult, forgetList, keepList, listChoices, listReports, mapReports } from '../index.ts';
import { readLook } from '../../places/model.ts';
import { ListMapView } from '../map-wire.ts';
import type { ListQuestion } from '../model.ts';
import { BulkView, ListChoices, ListView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { addressWith, keepable, type Asked } from './list-address.ts';
import { actTogether, undoTogether } from './list-bulk.server.ts';
import { QUESTION_WORDS, readQuestion } from './list-question.server.ts';
import { reportsFor } from './number.server.ts';

const WORD_MAX = 200;
/** Refusals of the person, not of what was filled in. */
const ABOUT_THE_PAGE = ['not-logged-in', 'not-allowed'];

/** A list of reports: all of its question stands in its address. A number or an own reference goes straight to its
 * report, past every filter. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const asked = askedOf(request);
  const fresh = newId();
  const number = asked['zoek']?.trim().replace(/^#/, '') ?? '';
  const choices = ListChoices.parse(valueOf(await listChoices(db, actor), { request, slug }));
  const meant = await reportsFor(db, actor, number);
  if (meant.length > 1) throw seeOther(`/${slug}/werk?${new URLSearchParams({ nummer: number }).toString()}`);
  if (meant.length === 1) throw seeOther(`/${slug}/werk/${meant[0]}`);
  const bulk = await bulkOf(db, actor, asked);
  const question = readQuestion(asked);
  const found = question.ok ? await shownAs(db, actor, { question: question.value, asked }) : question;
  const shown = { view: undefined, map: undefined, choices, asked, fresh, bulk, refusals: [] };
  if (!found.ok) {
    if (found.refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueOf(found, { request, slug });
    return data({ ...shown, refusals: found.refusals }, { status: 400 });
  }
  return data({ ...shown, ...found.value });
}

interface Shown {
  readonly view: ListView | undefined;
  readonly map: ListMapView | undefined;
}

/** As a list, or the same as a map. */
async function shownAs(
  db: Database,
  actor: Actor,
  { question, asked }: { question: ListQuestion; asked: Asked },
): Promise<Outcome<Shown>> {
  if (asked['beeld'] !== 'kaart') {
    const found = await listReports(db, actor, question);
    return found.ok ? ok({ view: ListView.parse(found.value), map: undefined }) : found;
  }
  const look = readLook(asked['kijk'] ?? '');
  const found = await mapReports(db, actor, { question, look });
  return found.ok ? ok({ view: undefined, map: ListMapView.parse(found.value) }) : found;
}

/** What came of what somebody just did here; its id stands in the address, and opens to that person alone. */
async function bulkOf(db: Database, actor: Actor, { gedaan = '' }: Asked): Promise<BulkView | undefined> {
  const found = isUuid(gedaan) ? await bulkResult(db, actor, gedaan) : undefined;
  return found?.ok && found.value ? BulkView.parse(found.value) : undefined;
}

function askedOf(request: Request): Asked {
  return Object.fromEntries(
    [...new URL(request.url).searchParams].map(([name, value]) => [name, value.slice(0, WORD_MAX)]),
  );
}

const Kept = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('bewaar'), naam: line(60).pipe(z.string().min(1)), key: z.uuid() }),
  z.object({ intent: z.literal('vergeet'), lijst: z.uuid() }),
]);

/** Does something with several reports of the list or puts that back; keeps the list under a name, or forgets one. */
export async function action({ request, context }: ActionFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const { slug } = municipality;
  const asked = askedOf(request);
  const form = await readForm(request);
  const isBulk = form['intent'] === 'samen';
  if (isBulk || form['intent'] === 'ongedaan') {
    const done = await (isBulk ? actTogether : undoTogether)(db, actor, form);
    if (!done.ok) return refused(request, slug, { form, refusals: done.refusals });
    return seeOther(`/${slug}${addressWith(asked, { na: asked['na'], gedaan: done.value })}`);
  }
  const done = await keepOrForget(db, actor, { form, asked });
  if (!done.ok) return refused(request, slug, { form, refusals: done.refusals });
  return seeOther(`/${slug}${addressWith(asked, {})}`);
}

function refused(
  request: Request,
  slug: string,
  { form, refusals }: { form: Form; refusals: readonly Refusal[] },
) {
  if (refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code)))
    valueOf(refuseAll([...refusals]), { request, slug });
  return showAgain(form, refusals);
}

async function keepOrForget(
  db: Database,
  actor: Actor,
  { form, asked }: { form: Form; asked: Asked },
): Promise<Outcome<true>> {
  const parsed = parseForm(Kept, form);
  if (!parsed.ok) return parsed;
  const kept = parsed.value;
  if (kept.intent === 'vergeet') return forgetList(db, actor, kept.lijst);
  const question = readQuestion(keepable(asked));
  if (!question.ok) return question;
  return keepList(db, actor, { id: kept.key, name: kept.naam, query: queryOf(asked) });
}

/** Only words that a question knows, as they were read. */
function queryOf(asked: Asked): string {
  return new URLSearchParams(
    Object.entries(keepable(asked)).filter(([name]) => QUESTION_WORDS.has(name)),
  ).toString();
}
