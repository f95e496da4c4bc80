import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import { ButtonLink, Page, Row, TabLinks, useT, useTownHref } from '../../kit/web/index.tsx';
import { DocumentKind } from '../model.ts';
import type { loader } from './documents.server.ts';
import { Markdown } from './markdown.tsx';
import './rights.css';

export { loader } from './documents.server.ts';

export const handle: PageHandle = { wide: true };

/** The register of processing and the DPIA, written from the configuration that runs. */
export default function DocumentsPage() {
  const t = useT();
  const href = useTownHref();
  const { kind, text } = useLoaderData<typeof loader>();
  const tabs = DocumentKind.options.toReversed().map((each) => ({
    href: href(`/verwerkingen?tekst=${each}`),
    label: t(`rights.document.${each}`),
    current: each === kind,
  }));
  return (
    <Page title={t('rights.documents.title')} lead={t('rights.documents.lead')}>
      <TabLinks label={t('rights.documents.title')} tabs={tabs} />
      <Row>
        <ButtonLink href={href(`/verwerkingen/${kind}.md`)}>{t('rights.documents.download')}</ButtonLink>
      </Row>
      <Markdown text={text} />
    </Page>
  );
}
