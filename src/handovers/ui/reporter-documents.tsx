import { Heading, useT, useTownHref } from '../../kit/web/index.tsx';
import type { ReporterView } from '../wire.ts';
import { DocumentList } from './document-list.tsx';

/** What came with the reporter's own mail, and what was shared. */
export function ReporterDocuments({
  view: { documents },
}: {
  readonly view: Pick<ReporterView, 'documents'>;
}) {
  const t = useT();
  const href = useTownHref()('/volgen/melding/documenten');
  if (documents.length === 0) return null;
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby="documents">
      <Heading level={2} id="documents">
        {t('documents.title')}
      </Heading>
      <DocumentList documents={documents} href={href} />
    </section>
  );
}
