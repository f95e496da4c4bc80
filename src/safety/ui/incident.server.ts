import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { isUuid } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { toWallClock } from '../../kit/wall-clock.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { notFound, seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { finishCare, incidentPage, kindLabel, wishFor } from '../index.ts';
import { IncidentView } from '../wire.ts';
import { FinishForm, WishForm } from './forms.server.ts';

const ABSENT = ['incident-unknown'];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services, language } = townOf(context);
  const { slug } = municipality;
  const found = await incidentPage(db, actor, idIn(params['voorval']));
  const view = IncidentView.parse(valueOrPage(found, { request, slug, absent: ABSENT }));
  const { searchParams } = new URL(request.url);
  return data({
    view: { ...view, kinds: view.kinds.map((id) => kindLabel(services.aggression, { slug, language }, id)) },
    done: ['gemeld', 'gewijzigd'].find((name) => searchParams.has(name)),
    now: toWallClock(view.now),
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  const incidentId = idIn(params['voorval']);
  const form = await readForm(request);
  const done = await carryOut(town, incidentId, form);
  if (
    !done.ok &&
    done.refusals.some(({ code }) => [...ABSENT, 'not-logged-in', 'not-allowed'].includes(code))
  )
    valueOrPage(done, { request, slug, absent: ABSENT });
  if (!done.ok) return showAgain(form, done.refusals);
  return seeOther(`/${slug}/veilig-werken/agressie/${incidentId}?gewijzigd`);
}

/** What is no id is no incident. */
function idIn(text: string | undefined): string {
  if (!text || !isUuid(text)) throw notFound();
  return text;
}

async function carryOut({ db, actor }: TownContext, incidentId: string, form: Form): Promise<Outcome<true>> {
  switch (form['intent']) {
    case 'wish': {
      const read = parseForm(WishForm, form);
      return read.ok ? wishFor(db, actor, { incidentId, ...read.value }) : read;
    }
    case 'finish': {
      const read = parseForm(FinishForm, form);
      // who may not even see it learns nothing from what is wrong with the form
      if (!read.ok) return seen(await incidentPage(db, actor, incidentId), read);
      return finishCare(db, actor, { incidentId, ...read.value });
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

function seen(page: Outcome<unknown>, refused: Outcome<true>): Outcome<true> {
  return page.ok ? refused : page;
}
