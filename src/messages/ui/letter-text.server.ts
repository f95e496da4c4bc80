import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { letterPreview, letterText, saveLetter, useHouseLetter } from '../index.ts';
import { LETTER_BODY_MAX, LETTER_SUBJECT_MAX, type LetterTemplate, type ReporterKind } from '../model.ts';
import { LetterPreview, LetterTextView } from '../wire.ts';
import { kindIn } from './letter-names.ts';
import { inOneLine, seen } from './typed.server.ts';

/** Which mail an address names; one that there is not is no page. */
function refIn(params: Readonly<Record<string, string | undefined>>): {
  kind: ReporterKind;
  language: 'nl' | 'en';
} {
  const kind = kindIn(params['brief']);
  const language = z.enum(['nl', 'en']).safeParse(params['taal']);
  if (kind === undefined || !language.success) throw notFound();
  return { kind, language: language.data };
}

const LetterForm = z.object({
  subject: z.string().transform(inOneLine).pipe(z.string().min(1, 'letter-subject').max(LETTER_SUBJECT_MAX)),
  body: z.string().transform(seen).pipe(z.string().min(1, 'letter-body').max(LETTER_BODY_MAX)),
});
const Versioned = z.object({ version: z.coerce.number().int().min(0) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services, tIn } = townOf(context);
  const ref = refIn(params);
  const origin = services.config.PUBLIC_URL ?? new URL(request.url).origin;
  const found = await letterText(db, actor, { ref, tIn, origin });
  const view = LetterTextView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, saved: new URL(request.url).searchParams.has('bewaard') };
}

/** Shows, keeps, or takes the house's words again. */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  if (form['step'] === 'show') {
    const shown = await shownIn(town, { request, params, form });
    if (!shown.ok) return showAgain(form, shown.refusals);
    return data({ values: form, refusals: [], preview: LetterPreview.parse(shown.value) });
  }
  const done = await carryOut(town, refIn(params), form);
  return done.ok
    ? seeOther(`/${slug}/mailteksten/${params['brief']}/${params['taal']}?bewaard`)
    : showAgain(form, done.refusals);
}

interface Asked {
  readonly request: Request;
  readonly params: LoaderFunctionArgs['params'];
  readonly form: Form;
}

async function shownIn({ db, actor, services, tIn }: TownContext, { request, params, form }: Asked) {
  const read = parseForm(LetterForm, form);
  if (!read.ok) return read;
  const origin = services.config.PUBLIC_URL ?? new URL(request.url).origin;
  const template: LetterTemplate = read.value;
  return letterPreview(db, actor, { ref: refIn(params), template, tIn, origin });
}

async function carryOut(
  { db, actor }: TownContext,
  ref: ReturnType<typeof refIn>,
  form: Form,
): Promise<Outcome<unknown>> {
  const versioned = parseForm(Versioned, form);
  if (!versioned.ok) return versioned;
  const { version } = versioned.value;
  if (form['intent'] === 'house') return useHouseLetter(db, actor, { ref, version });
  if (form['intent'] !== 'save') return refuse('field-invalid');
  const read = parseForm(LetterForm, form);
  return read.ok ? saveLetter(db, actor, { ref, version, template: read.value }) : read;
}

/** The page as a program for mail shows it: its styles are its own, so it stands alone and may load nothing. */
const ALONE =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups";

function asMail(html: string): Response {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': ALONE,
      'cache-control': 'no-store',
    },
  });
}

/** The mail that holds now, as a page. */
export async function previewLoader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor, municipality, services, tIn } = townOf(context);
  const ref = refIn(params);
  const { slug } = municipality;
  const origin = services.config.PUBLIC_URL ?? new URL(request.url).origin;
  const found = await letterText(db, actor, { ref, tIn, origin });
  const { template } = valueOrPage(found, { request, slug, absent: [] });
  const shown = await letterPreview(db, actor, { ref, template, tIn, origin });
  return asMail(valueOrPage(shown, { request, slug, absent: [] }).html);
}

/** The same of what is typed and not kept yet. */
export async function previewAction({ request, params, context }: ActionFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const shown = await shownIn(town, { request, params, form });
  if (!shown.ok) throw data(null, { status: 400 });
  return asMail(shown.value.html);
}
