import { ButtonLink, Card, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';
import { DocumentList } from './document-list.tsx';

/** The documents of a report, for who may read it; what can be done with them stands on a page of their own. */
export function ReportDocuments({ view: { file, extract } }: { readonly view: ReportView }) {
  const t = useT();
  const href = useTownHref()(`/werk/${extract.number}/documenten`);
  if (!file) return null;
  const isEmpty = file.documents.length === 0;
  return (
    <Card title={t('documents.title')}>
      {isEmpty ? (
        <Paragraph>{t('documents.none')}</Paragraph>
      ) : (
        <DocumentList documents={file.documents} href={href} forStaff />
      )}
      <div>
        <ButtonLink look="subtle" href={href}>
          {t(isEmpty ? 'documents.add-first' : 'documents.manage')}
        </ButtonLink>
      </div>
    </Card>
  );
}
