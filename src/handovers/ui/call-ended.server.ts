import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { readCookie } from '../../kit/web/cookies.ts';
import { isOpenTo, promiseOf } from '../index.ts';
import { PromiseView } from '../wire.ts';
import { valueOf } from './entrance.server.ts';
import { numberIn } from './number.server.ts';

/** What to tell at the end of the call. The code is there for who took it in, in this browser, for half an hour. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { db, actor, municipality } = townOf(context);
  const number = numberIn(params['nummer']);
  const view = PromiseView.parse(
    valueOf(await promiseOf(db, actor, number), { request, slug: municipality.slug }),
  );
  const [of, code] = (readCookie(request, 'aangenomen') ?? '').split('.');
  return data({
    view,
    code: of === String(number) ? code : undefined,
    mayOpen: await isOpenTo(db, actor, number),
  });
}
