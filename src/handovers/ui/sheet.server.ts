import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { firstOf, parseForm, readForm, type Form } from '../../kit/form.ts';
import { isUuid } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { roundKindsFor } from '../../reports/index.ts';
import { correctSheet, discardSheet, sheetPage, takeSheetIn } from '../index.ts';
import { SheetField } from '../model.ts';
import { SheetDanger, SheetView, type SheetRow } from '../sheet-wire.ts';

/** How a list is opened: with the rows ticked that leave no doubt, or with none. */
const ALL_GOOD = 'goed';

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const view = await viewFor(town, request, sheetIn(params['lijst']));
  const chosen = new URL(request.url).searchParams.get('kies') === ALL_GOOD;
  const rows = view.rows.toSorted(byDanger);
  return {
    view: { ...view, rows },
    kinds: kindsOf(town).map(({ id, label }) => ({ id, label: label[town.language] })),
    ticked: chosen ? rows.filter(isPlain).map(({ number }) => String(number)) : [],
    plain: rows.filter(isPlain).length,
  };
}

export async function viewFor(town: TownContext, request: Request, id: string): Promise<SheetView> {
  const found = await sheetPage(town.db, town.actor, id, houseOf(town));
  return SheetView.parse(valueFor(found, town, request));
}

export function sheetIn(text: string | undefined): string {
  if (text === undefined || !isUuid(text)) throw notFound();
  return text;
}

function houseOf(town: TownContext) {
  return { decisions: town.services.decisions, kinds: kindsOf(town), t: town.tIn('nl') };
}

function kindsOf({ services, municipality }: TownContext) {
  return roundKindsFor(services.round, municipality.slug);
}

function valueFor<T>(outcome: Outcome<T>, { municipality: { slug } }: TownContext, request: Request): T {
  return valueOrPage(outcome, { request, slug, absent: ['sheet-unknown'] });
}

/** What asks for a call stands on top; then as the list has it. */
function byDanger(one: SheetRow, other: SheetRow): number {
  return Number(other.danger.length > 0) - Number(one.danger.length > 0) || one.number - other.number;
}

/** Whether a row can be ticked together with others: it can be made, looks like nothing else and names no danger. */
function isPlain({ report, block, danger, same, doubts }: SheetRow): boolean {
  return (
    report === undefined &&
    block === undefined &&
    danger.length === 0 &&
    same.length === 0 &&
    doubts.every((doubt) => doubt === 'no-place')
  );
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const id = sheetIn(params['lijst']);
  const form = await readForm(request);
  switch (firstOf(form['intent'])) {
    case 'kolommen':
      return correct(town, request, { id, form });
    case 'inlezen':
      return takeIn(town, request, { id, form });
    case 'weg':
      valueFor(await discardSheet(town.db, town.actor, id), town, request);
      return seeOther(`/${town.municipality.slug}/werk/inlezen`);
    default:
      throw new Response(null, { status: 400 });
  }
}

interface Posted {
  readonly id: string;
  readonly form: Form;
}

async function correct(town: TownContext, request: Request, { id, form }: Posted) {
  const columns = Object.keys(form).filter((name) => /^kolom-\d{1,2}$/.test(name)).length;
  const fields = Array.from(
    { length: columns },
    (_, at) => SheetField.safeParse(firstOf(form[`kolom-${at}`])).data,
  );
  const kind = kindsOf(town).find((one) => one.id === firstOf(form['soort']))?.id;
  const service = firstOf(form['dienst']);
  const done = await correctSheet(town.db, town.actor, id, {
    hasHeading: firstOf(form['kop']) === 'yes',
    fields,
    kind,
    serviceId: isUuid(service) ? service : undefined,
  });
  return done.ok ? again(town, id) : refused(town, request, { form, done });
}

const TakeIn = z.object({
  rij: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.string().regex(/^[1-9]\d{0,4}$/)).min(1, 'sheet-none'),
  ),
  gevaar: SheetDanger,
});

async function takeIn(town: TownContext, request: Request, { id, form }: Posted) {
  const parsed = parseForm(TakeIn, form);
  const done = parsed.ok
    ? await takeSheetIn(town.db, town.actor, {
        id,
        numbers: parsed.value.rij.map(Number),
        danger: parsed.value.gevaar,
        house: houseOf(town),
        onReceived: town.services.onReceived,
      })
    : parsed;
  return done.ok ? again(town, id, '?ingelezen') : refused(town, request, { form, done });
}

function again({ municipality: { slug } }: TownContext, id: string, query = ''): Response {
  return seeOther(`/${slug}/werk/inlezen/${id}${query}`);
}

function refused(town: TownContext, request: Request, { form, done }: { form: Form; done: Outcome<true> }) {
  const refusals = done.ok ? [] : done.refusals;
  if (refusals.some(({ code }) => ABOUT_THE_PAGE.includes(code))) valueFor(done, town, request);
  return showAgain(form, refusals);
}

const ABOUT_THE_PAGE = ['not-logged-in', 'not-allowed', 'sheet-unknown'];
