import { useLoaderData } from 'react-router';
import { ButtonLink, Page, Paragraph, Row, useT, useTownHref } from '../../kit/web/index.tsx';
import type { backLoader } from './provider.server.ts';

type Problem = Extract<Awaited<ReturnType<typeof backLoader>>, { data: unknown }>['data'];

/** What went wrong at the provider, in plain words, and the ways to go on. */
export function ProviderProblem() {
  const t = useT();
  const href = useTownHref();
  const { code, provider, slug } = useLoaderData() as Problem;
  return (
    <Page title={t('log-in.problem.title', { provider })} refused>
      <Paragraph>{t(`refusal.${code}`)}</Paragraph>
      <Row>
        <ButtonLink look="primary" href={href(`/inloggen/${slug}`)}>
          {t('log-in.problem.again')}
        </ButtonLink>
        <ButtonLink href={href('/inloggen')}>{t('log-in.problem.other')}</ButtonLink>
      </Row>
    </Page>
  );
}
