import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { parseForm, readForm } from '../../kit/form.ts';
import { townOf } from '../../kit/web/context.ts';
import { seeOther, showAgain } from '../../kit/web/responses.ts';
import { linkedLogin, setPasswordByLink } from '../index.ts';

const PasswordForm = z
  .object({ password: z.string(), repeat: z.string() })
  .refine(({ password, repeat }) => password === repeat, { path: ['repeat'], message: 'password-not-same' });

/** The page behind a link that sets a password; of an old link it says so. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  const login = await linkedLogin(db, municipality.id, params['code'] ?? '');
  return data({ login }, { status: login === undefined ? 404 : 200 });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { db, municipality } = townOf(context);
  const form = await readForm(request);
  const read = parseForm(PasswordForm, form);
  const done = read.ok
    ? await setPasswordByLink(db, municipality.id, {
        linkToken: params['code'] ?? '',
        password: read.value.password,
      })
    : read;
  if (done.ok) return seeOther(`/${municipality.slug}/inloggen?wachtwoord`);
  return showAgain(form, done.refusals, { forget: ['password', 'repeat'] });
}
