import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { privacyPage } from '../index.ts';
import { PrivacyView } from '../wire.ts';

/** Public: what the municipality does with personal data, from the configuration that runs. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, actor, t, services } = townOf(context);
  const asksRegister = services.config.LOCATIESERVER_URL !== undefined;
  return data({ view: PrivacyView.parse(await privacyPage(db, actor, { t, asksRegister })) });
}
