import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { readForm, type Form } from '../../kit/form.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import {
  canKeep,
  holdReporter,
  keptCodes,
  openByKeptCode,
  reporterOfCode,
  withKept,
  writeKept,
} from '../../reports/index.ts';
import { keptReports } from '../index.ts';
import { KeptView } from '../wire.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const codes = keptCodes(request, town);
  const found = await keptReports(town.db, town.municipality.id, codes);
  return { canKeep: canKeep(town), held: codes.length, reports: z.array(KeptView).parse(found) };
}

/** Everything here is about this device alone: what it keeps, and what it opens with that. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const codes = keptCodes(request, town);
  switch (form['intent']) {
    case 'keep':
      return keep(town, codes, form);
    case 'open':
      return open(town, codes[placeOf(form)]);
    case 'forget':
      return kept(town, codes.toSpliced(placeOf(form), 1));
    case 'forget-all':
      return kept(town, []);
    default:
      return seeOther(here(town));
  }
}

function here({ municipality }: TownContext): string {
  return `/${municipality.slug}/volgen/meldingen`;
}

/** Beyond what is kept when the form names none, so that nothing is opened or forgotten by mistake. */
function placeOf(form: Form): number {
  const place = z.coerce.number().int().min(0).max(99).safeParse(form['at']);
  return place.success && form['at'] !== '' ? place.data : Number.MAX_SAFE_INTEGER;
}

function kept(town: TownContext, codes: readonly string[]): Response {
  const response = seeOther(here(town));
  writeKept(response.headers, codes, town);
  return response;
}

/** Of the receipt: the code is tried as any other, so that the list is no way around the limit. */
async function keep(town: TownContext, codes: readonly string[], form: Form): Promise<Response> {
  const code = typeof form['code'] === 'string' ? form['code'] : '';
  const attempt = {
    typed: code,
    address: town.address,
    triesPerHour: town.services.config.CODE_TRIES_PER_HOUR,
  };
  const found = await reporterOfCode(town.db, town.municipality.id, attempt);
  return found.ok ? kept(town, withKept(codes, code)) : seeOther(`/${town.municipality.slug}/volgen`);
}

async function open(town: TownContext, code: string | undefined): Promise<Response> {
  const { db, municipality } = town;
  const opened = code === undefined ? undefined : await openByKeptCode(db, municipality.id, code);
  if (!opened?.ok) return seeOther(here(town));
  const response = seeOther(`/${municipality.slug}/volgen/melding`);
  holdReporter(response.headers, opened.value, town);
  return response;
}
