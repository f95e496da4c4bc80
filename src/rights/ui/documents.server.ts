import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { asFile, notFound } from '../../kit/web/responses.ts';
import { documentFor } from '../index.ts';
import { DocumentKind } from '../model.ts';
import { valueOf } from './entrance.server.ts';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { db, actor, municipality } = town;
  const asked = DocumentKind.safeParse(new URL(request.url).searchParams.get('tekst'));
  const kind = asked.data ?? 'register';
  const text = valueOf(await documentFor(db, actor, { kind, ...tellingOf(town) }), {
    request,
    slug: municipality.slug,
  });
  return data({ kind, text });
}

/** The same text as a file: `register.md` and `dpia.md`. */
export async function fileLoader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { db, actor, municipality } = town;
  const name = params['tekst'] ?? '';
  const asked = DocumentKind.safeParse(/^(.+)\.md$/.exec(name)?.[1]);
  if (!asked.success) throw notFound();
  const found = await documentFor(db, actor, { kind: asked.data, ...tellingOf(town) });
  const text = valueOf(found, { request, slug: municipality.slug });
  return asFile(text, { name: `${municipality.slug}-${name}`, type: 'text/markdown' });
}

function tellingOf({ t, services }: TownContext) {
  return { t, asksRegister: services.config.LOCATIESERVER_URL !== undefined };
}
