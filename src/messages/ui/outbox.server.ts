import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { outbox, sendAgain, sendAllAgain, smtpSettings, stopMessage } from '../index.ts';
import { Cause, TroubleState } from '../model.ts';
import { OutboxView } from '../wire.ts';

const One = z.object({ message: z.uuid() });
const All = z.object({ cause: Cause });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality, services } = townOf(context);
  const asked = TroubleState.safeParse(new URL(request.url).searchParams.get('staat'));
  const found = await outbox(db, actor, { state: asked.data });
  const view = OutboxView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return data({ view, hasServer: smtpSettings(services.config) !== undefined });
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  valueOrPage(requirePermission(town.actor, 'messages.manage'), { request, slug, absent: [] });
  const form = await readForm(request);
  const done = await carryOut(town, form);
  const asked = TroubleState.safeParse(new URL(request.url).searchParams.get('staat'));
  const back = asked.success ? `?staat=${asked.data}` : '';
  return done.ok ? seeOther(`/${slug}/berichten${back}`) : showAgain(form, done.refusals);
}

async function carryOut({ db, actor }: TownContext, form: Form): Promise<Outcome<unknown>> {
  if (form['intent'] === 'all-again') {
    const read = parseForm(All, form);
    return read.ok ? sendAllAgain(db, actor, read.value.cause) : read;
  }
  const read = parseForm(One, form);
  if (!read.ok) return read;
  if (form['intent'] === 'again') return sendAgain(db, actor, read.value.message);
  if (form['intent'] === 'stop') return stopMessage(db, actor, read.value.message);
  return refuse('field-invalid');
}
