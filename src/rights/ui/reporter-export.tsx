import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import { ButtonLink, Link, Page, Paragraph, Row, Small, useT, useTownHref } from '../../kit/web/index.tsx';
import { ExportParts } from './export-parts.tsx';
import type { loader } from './reporter-export.server.ts';
import './rights.css';

export { loader } from './reporter-export.server.ts';

/** All that is held of a report, for who sent it. */
export default function ReporterExportPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  const back = { href: href('/volgen/melding'), text: t('rights.export.back') };
  return (
    <Page title={t('rights.export.title')} lead={t('rights.export.lead')} back={back}>
      <Row>
        <ButtonLink href={href('/volgen/melding/inzage.json')}>{t('rights.export.download')}</ButtonLink>
      </Row>
      <Small>{t('rights.export.made', { moment: formatDateTime(t, view.madeAt) })}</Small>
      <ExportParts view={view} documentsHref={href('/volgen/melding/documenten')} />
      <Paragraph>
        {t('rights.export.more')} <Link href={href('/privacy')}>{t('rights.export.privacy')}</Link>
      </Paragraph>
    </Page>
  );
}
