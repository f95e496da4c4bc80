import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { line, parseForm, readForm, type Form } from '../../kit/form.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { categoryWords, loadCategories, saveCategoryWords } from '../index.ts';
import { CATEGORY_NAME_MAX, CategoryWordsView } from '../wire.ts';

const Versioned = z.object({ version: z.coerce.number().int().min(0) });
const name = line(CATEGORY_NAME_MAX).min(1, 'category-name-empty');

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await categoryWords(db, actor);
  const view = CategoryWordsView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, saved: new URL(request.url).searchParams.has('bewaard') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'texts.edit'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  return done.ok ? seeOther(`/${slug}/openbare-namen?bewaard`) : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, form: Form): Promise<Outcome<true>> {
  const codes = form['intent'] === 'house' ? [] : loadCategories().map(({ code }) => code);
  const Names = z.object(
    Object.fromEntries(
      codes.flatMap((code) => [
        [`nl-${code}`, name],
        [`en-${code}`, name],
      ]),
    ),
  );
  const read = parseForm(Versioned, form);
  const names = parseForm(Names, form);
  if (!read.ok) return read;
  if (!names.ok) return names;
  const typed = codes.map((code) => {
    const own = { nl: names.value[`nl-${code}`] ?? '', en: names.value[`en-${code}`] ?? '' };
    return [code, { name: own, shown: form[`shown-${code}`] !== undefined }] as const;
  });
  return saveCategoryWords(db, actor, { version: read.value.version, typed: new Map(typed) });
}
