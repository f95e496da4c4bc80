import { useLoaderData } from 'react-router';
import { Cards, EmptyState, LinkCard, Page, Paragraph, useT } from '../../kit/web/index.tsx';
import type { loader } from './chooser.server.ts';

export { loader } from './chooser.server.ts';

/** The first page of an installation that serves several municipalities. */
export default function Chooser() {
  const t = useT();
  const { towns } = useLoaderData<typeof loader>();
  return (
    <Page title={t('web.chooser.title')} lead={t('web.chooser.lead')}>
      {towns.length === 0 ? (
        <EmptyState title={t('web.chooser.empty')}>
          <Paragraph>{t('web.chooser.empty-text')}</Paragraph>
        </EmptyState>
      ) : (
        <Cards>
          {towns.map(({ slug, name }) => (
            <LinkCard key={slug} href={`/${slug}`} icon="place" title={name} />
          ))}
        </Cards>
      )}
    </Page>
  );
}
