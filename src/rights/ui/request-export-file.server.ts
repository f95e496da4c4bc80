import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { asFile } from '../../kit/web/responses.ts';
import { requestExport } from '../index.ts';
import { exportJson } from './download.ts';
import { valueOf } from './entrance.server.ts';
import { idIn } from './request.server.ts';
import { readable } from './readable.server.ts';

export async function loader({ request, params, context }: LoaderFunctionArgs): Promise<Response> {
  const town = townOf(context);
  const { db, actor, municipality, t } = town;
  const arrival = { request, slug: municipality.slug };
  const view = await readable(
    valueOf(await requestExport(db, actor, idIn(params['verzoek'])), arrival),
    town,
  );
  return asFile(exportJson(view, t), { name: `melding-${view.number}.json`, type: 'application/json' });
}
