import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { asFile, seeOther } from '../../kit/web/responses.ts';
import { reporterExport } from '../index.ts';
import { exportJson } from './download.ts';
import { readable } from './readable.server.ts';

export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { db, actor, municipality, t } = town;
  const found = await reporterExport(db, actor);
  if (!found.ok) throw seeOther(`/${municipality.slug}/volgen`);
  const view = await readable(found.value, town);
  return asFile(exportJson(view, t), { name: `melding-${view.number}.json`, type: 'application/json' });
}
