import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { reporterExport } from '../index.ts';
import { readable } from './readable.server.ts';

/** What is held of the report whose code was given; without one the page that asks for it. */
export async function loader({ context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const { db, actor, municipality } = town;
  const found = await reporterExport(db, actor);
  if (!found.ok) throw seeOther(`/${municipality.slug}/volgen`);
  return { view: await readable(found.value, town) };
}
