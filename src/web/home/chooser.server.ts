import { redirect, type LoaderFunctionArgs } from 'react-router';
import { appContext } from '../../kit/web/context.ts';

/** One municipality: straight to its home. Several: a choice. */
export async function loader({ context }: LoaderFunctionArgs) {
  const municipalities = await context.get(appContext).municipalities();
  const [only, ...others] = municipalities;
  if (only && others.length === 0) throw redirect(`/${only.slug}`, 302);
  return { towns: municipalities.map(({ slug, name }) => ({ slug, name })) };
}
