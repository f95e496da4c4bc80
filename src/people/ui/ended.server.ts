import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { readForm, type Form } from '../../kit/form.ts';
import type { Refusal } from '../../kit/outcome.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { whoIs } from '../../kit/who.ts';
import { providers } from '../index.ts';
import type { Actor } from '../model.ts';
import { enterWith } from './log-in.server.ts';
import { addSession, whoWas } from './session-cookies.ts';
import { startPage } from './start-page.ts';
import { wayBack } from './way-back.ts';

/** So much typed text is carried along; more would be a file. */
const MAX_KEPT = 64 * 1024;
/** What is never written into a page again. */
const SECRET = /password|wachtwoord|^(?:code|current|repeat)$/i;

/** What somebody sent when the session was over: where to, by whom, and the fields. It lives in the page alone. */
const Kept = z.object({
  page: z.string().max(500),
  who: z.string().regex(/^[0-9a-f]{32}$/),
  fields: z.array(z.tuple([z.string().max(100), z.string().max(20_000)])).max(200),
});
export type Kept = z.infer<typeof Kept>;

/** The ways to log in, for the page of a form that waits; without such a form there is only the way in. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  return { providers: await providers(db, municipality.id) };
}

/**
 * A post whose session had ended comes here by a 307, fields and all. The page asks to log in and carries them; to the
 * same person they are shown again, to be sent after all. Somebody else gets nothing of it.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  if (form['kept'] === undefined) return askToLogIn(request, form, town.municipality.slug);
  const kept = unpack(form['kept']);
  if (!kept) throw seeOther(`/${town.municipality.slug}/inloggen`);
  if (form['intent'] === 'again') return goOn(town, { kept, actor: town.actor, headers: new Headers() });
  const entered = await enterWith(form, request, town);
  if (!entered.ok) {
    const values: Form = { intent: 'login', login: String(form['login'] ?? '') };
    return data(
      { state: 'ask' as const, packed: pack(kept), values, refusals: entered.refusals },
      { status: 400 },
    );
  }
  const { token, actor } = entered.value;
  const headers = new Headers();
  addSession(headers, { token, userId: actor.kind === 'user' ? actor.userId : undefined }, town);
  return goOn(town, { kept, actor, headers });
}

/** The first answer: nothing is lost, but who are you? */
function askToLogIn(request: Request, form: Form, slug: string) {
  const page = wayBack(new URL(request.url).searchParams.get('naar'), slug);
  const who = whoWas(request);
  const fields = Object.entries(form)
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
  const packed = page === undefined || who === undefined ? undefined : pack({ page, who, fields });
  if (packed === undefined || packed.length > MAX_KEPT * 2) {
    const back = page === undefined ? '' : `?naar=${encodeURIComponent(page)}`;
    throw seeOther(`/${slug}/inloggen${back}`);
  }
  const [values, refusals]: [Form, Refusal[]] = [{}, []];
  return data({ state: 'ask' as const, packed, values, refusals }, { status: 401 });
}

interface Coming {
  readonly kept: Kept;
  readonly actor: Actor;
  readonly headers: Headers;
}

/** The same person sees what was typed and sends it; another one goes to the own work. */
function goOn({ municipality }: TownContext, { kept, actor, headers }: Coming) {
  const { id, slug } = municipality;
  if (actor.kind !== 'user') {
    const refusals: Refusal[] = [
      { code: headers.has('set-cookie') ? 'second-step-first' : 'not-logged-in-yet' },
    ];
    const values: Form = { intent: 'again' };
    return data({ state: 'ask' as const, packed: pack(kept), values, refusals }, { status: 400, headers });
  }
  const page = wayBack(kept.page, slug);
  if (page === undefined || kept.who !== whoIs(id, actor.userId)) {
    headers.set('location', startPage(undefined, actor, slug));
    return new Response(null, { status: 303, headers });
  }
  return data({ state: 'send' as const, page, fields: kept.fields }, { headers });
}

function pack(kept: Kept): string {
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

/** Comes back from the browser, so it may be anything. */
function unpack(packed: string | string[]): Kept | undefined {
  if (typeof packed !== 'string') return undefined;
  try {
    return Kept.safeParse(JSON.parse(Buffer.from(packed, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
