import type { LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { notFound } from '../../kit/web/responses.ts';

/** There where the demo is, and nowhere else: it shows words that nobody means. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { services, municipality } = townOf(context);
  if (!services.demoLogins(municipality.slug)) throw notFound();
  return null;
}
