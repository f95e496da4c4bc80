import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { newId } from '../../kit/ids.ts';
import type { Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { block, lift, moveReview, register, rightsOverview } from '../index.ts';
import { RightsOverview } from '../wire.ts';
import { dateField } from './dates.ts';
import { valueOf } from './entrance.server.ts';
import { BlockForm, LiftForm, RegisterForm, ReviewForm } from './forms.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = valueOf(await rightsOverview(db, actor), { request, slug: municipality.slug });
  const view = RightsOverview.parse(found);
  const fresh = {
    request: newId(),
    block: newId(),
    today: dateField(view.now),
    review: dateField(view.now, { months: 3 }),
  };
  return data({ view, fresh });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOf(requirePermission(town.actor, 'rights.act'), { request, slug });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  return done.ok ? seeOther(`/${slug}/rechten`) : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, form: Form): Promise<Outcome<true>> {
  switch (form['intent']) {
    case 'register': {
      const parsed = parseForm(RegisterForm, form);
      return parsed.ok ? register(db, actor, parsed.value) : parsed;
    }
    case 'block': {
      const parsed = parseForm(BlockForm, form);
      return parsed.ok ? block(db, actor, parsed.value) : parsed;
    }
    case 'review': {
      const parsed = parseForm(ReviewForm, form);
      return parsed.ok
        ? moveReview(db, actor, { blockId: parsed.value.block, reviewAt: parsed.value.reviewAt })
        : parsed;
    }
    case 'lift': {
      const parsed = parseForm(LiftForm, form);
      return parsed.ok ? lift(db, actor, parsed.value.block) : parsed;
    }
    default:
      throw new Response(null, { status: 400 });
  }
}
