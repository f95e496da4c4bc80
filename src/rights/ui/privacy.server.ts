import { data, type LoaderFunctionArgs } from 'react-router';
import { townOf } from '../../kit/web/context.ts';
import { privacyFacts } from '../index.ts';
import { PrivacyFacts } from '../wire.ts';

/** Public: what the municipality does with personal data, from the configuration that runs. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  return data({ facts: PrivacyFacts.parse(await privacyFacts(db, municipality.id)) });
}
