import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { seeOther } from '../../kit/web/responses.ts';
import { reporterExport } from '../index.ts';
import { ExportView } from '../wire.ts';
import { asFile, exportJson } from './download.ts';

export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const { db, actor, municipality, t } = townOf(context);
  const found = await reporterExport(db, actor);
  if (!found.ok) throw seeOther(`/${municipality.slug}/volgen`);
  const view = ExportView.parse(found.value);
  return asFile(exportJson(view, t), { name: `melding-${view.number}.json`, type: 'application/json' });
}
