import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm, type Form } from '../../kit/form.ts';
import { refuse, type Outcome } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import {
  accountPage,
  changePassword,
  confirmPassword,
  endOwnSession,
  ownAccount,
  startLogIn,
} from '../index.ts';
import { AccountView } from '../wire.ts';
import { tellOfGuessing } from './guessing.ts';
import { begunCookie, visitOf } from './provider.server.ts';
import { SESSION_COOKIE } from './session-cookies.ts';

const PasswordForm = z
  .object({ current: z.string().min(1, 'password-missing'), password: z.string(), repeat: z.string() })
  .refine(({ password, repeat }) => password === repeat, { path: ['repeat'], message: 'password-not-same' });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const found = await accountPage(db, actor, readCookie(request, SESSION_COOKIE) ?? '');
  const view = AccountView.parse(valueOrPage(found, { request, slug: municipality.slug, absent: [] }));
  return { view, done: new URL(request.url).searchParams.has('gewijzigd') };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const { slug } = town.municipality;
  const form = await readForm(request);
  valueOrPage(ownAccount(town.actor), { request, slug, absent: [] });
  if (form['intent'] === 'link') return link(town, form);
  const done = await carryOut(town, form, readCookie(request, SESSION_COOKIE) ?? '');
  if (done.ok) return seeOther(`/${slug}/account?gewijzigd`);
  tellOfGuessing(town, done.refusals);
  return showAgain(form, done.refusals, { forget: ['current', 'password', 'repeat'] });
}

async function carryOut({ db, actor }: TownContext, form: Form, token: string): Promise<Outcome<true>> {
  if (form['intent'] === 'end') return endOwnSession(db, actor, String(form['session'] ?? ''));
  if (form['intent'] !== 'password') return refuse('field-invalid');
  const read = parseForm(PasswordForm, form);
  return read.ok ? changePassword(db, actor, { ...read.value, token }) : read;
}

/** Begins a log-in that adds a provider to this account; the page shows the way there, as our forms lead to no other site. */
async function link(town: TownContext, form: Form) {
  const user = await confirmPassword(town.db, town.actor, String(form['current'] ?? ''));
  if (!user.ok) {
    tellOfGuessing(town, user.refusals);
    return showAgain(form, user.refusals, { forget: ['current'] });
  }
  const { userId } = user.value;
  const visit = visitOf(town, String(form['provider'] ?? ''));
  const wayBack = `/${town.municipality.slug}/account`;
  const begun = await startLogIn(town.db, visit, { wayBack, linkUserId: userId });
  if (!begun.ok) return showAgain(form, begun.refusals, { forget: ['current'] });
  const { name, address, browser } = begun.value;
  const secure = town.origin.startsWith('https:');
  return data(
    { linkName: name, linkAddress: address },
    { headers: { 'set-cookie': begunCookie(browser, { page: visit.page, secure }) } },
  );
}
