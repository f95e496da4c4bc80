import { useLoaderData, type HeadersArgs } from 'react-router';
import { ButtonLink, Page, Paragraph, useT } from '../../kit/web/index.tsx';
import type { outLoader } from './provider.server.ts';

export { outLoader as loader } from './provider.server.ts';

/** The `Refresh` of the loader, by which the browser goes on by itself. */
export function headers({ loaderHeaders }: HeadersArgs): Headers {
  return loaderHeaders;
}

/** Logged out here, and on the way to the provider to log out there; the link is for browsers that do not go by themselves. */
export default function ProviderOutPage() {
  const t = useT();
  const { name, address } = useLoaderData<typeof outLoader>();
  return (
    <Page title={t('log-in.out.title')}>
      <Paragraph>{t('log-in.out.text', { provider: name })}</Paragraph>
      <div>
        <ButtonLink look="primary" href={address}>
          {t('log-in.out.go', { provider: name })}
        </ButtonLink>
      </div>
    </Page>
  );
}
