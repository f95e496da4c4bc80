import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { reporterExport } from '../index.ts';
import { asFile, exportJson } from './download.ts';
import { readable } from './readable.server.ts';

export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor, municipality, t } = townOf(context);
  const found = await reporterExport(db, actor);
  if (!found.ok) throw seeOther(`/${municipality.slug}/volgen`);
  const view = readable(found.value, t);
  return asFile(exportJson(view, t), { name: `melding-${view.number}.json`, type: 'application/json' });
}
