import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { tableFile } from '../index.ts';
import { askingOf, HOUSE, stepIn, valueOf, whichIn } from './entrance.server.ts';

/** The DMN file of one table, to keep or to open in another editor. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const [which, step] = [whichIn(params['versie']), stepIn(params['stap'])];
  const { slug } = town.municipality;
  const file = valueOf(await tableFile(askingOf(town), which, step), { request, slug });
  return new Response(file.xml, {
    headers: {
      'content-type': 'application/xml; charset=utf-8',
      'content-disposition': `attachment; filename="${slug}-${which ?? HOUSE}-${step}.dmn"`,
    },
  });
}
