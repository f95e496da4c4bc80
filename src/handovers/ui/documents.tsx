import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  Card,
  DocumentInput,
  EmptyState,
  Form,
  Page,
  Paragraph,
  Select,
  Small,
  Stack,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { DOCUMENT_REASONS, type DocumentsView, type DocumentView } from '../attached-wire.ts';
import { DocumentList, nameOf } from './document-list.tsx';
import type { loader } from './documents.server.ts';
import { DoneMessage } from './done.tsx';
import { GoneForm } from './gone-form.tsx';

export { ReportRefused as ErrorBoundary } from './report-refused.tsx';
export { action, loader } from './documents.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: DocumentsView;
}

/** The documents of one report: save them, add some, show some to the reporter, take away what should not be here. */
export default function DocumentsPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('documents.page-title', { number: String(view.number) })}
      back={{
        href: href(`/werk/${view.back}`),
        text: t('documents.back', { number: String(view.back) }),
      }}
      refused={useFormState() !== undefined}
    >
      <DoneMessage done={done} />
      {view.documents.length > 0 ? <Shown view={view} /> : <Nothing />}
      <div className="wijk-cards">
        <Add view={view} />
        {view.mayRemove && view.documents.length > 0 ? <Remove view={view} /> : null}
      </div>
    </Page>
  );
}

/** The last one can be gone when somebody wants to share it. */
function Nothing() {
  const t = useT();
  return (
    <Stack>
      <GoneForm intent="share-document" />
      <EmptyState title={t('documents.none')} />
    </Stack>
  );
}

/** One form around all of them: each document that can be shared has a button of its own. */
function Shown({ view: { number, documents, mayShare, aboutPerson } }: ViewProps) {
  const t = useT();
  const href = useTownHref()(`/werk/${number}/documenten`);
  const canShare = ({ authorKind, isShared }: DocumentView) => mayShare && authorKind === 'user' && !isShared;
  const list = (
    <DocumentList documents={documents} href={href} forStaff>
      {(document) =>
        canShare(document) ? (
          <Button look="subtle" name="document" value={document.id}>
            {t('documents.share', { number: String(documents.indexOf(document) + 1) })}
          </Button>
        ) : null
      }
    </DocumentList>
  );
  return (
    <Stack>
      {aboutPerson ? (
        <Alert kind="info">
          <Paragraph>{t('documents.about-person')}</Paragraph>
        </Alert>
      ) : null}
      <Card>
        {documents.some(canShare) ? (
          <Form intent="share-document">{list}</Form>
        ) : (
          <>
            <GoneForm intent="share-document" />
            {list}
          </>
        )}
      </Card>
      <Small>{t('documents.opening-is-logged')}</Small>
    </Stack>
  );
}

function Add({ view: { room } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('documents.add')}>
      {room > 0 ? (
        <Form files intent="add-documents">
          <DocumentInput
            name="document"
            label={t('documents.choose')}
            hint={t('documents.add-hint', { maximum: room })}
          />
          <SubmitButton>{t('documents.add-submit')}</SubmitButton>
        </Form>
      ) : (
        <>
          <GoneForm intent="add-documents" />
          <Paragraph>{t('documents.no-room')}</Paragraph>
        </>
      )}
    </Card>
  );
}

function Remove({ view: { documents } }: ViewProps) {
  const t = useT();
  const which = documents.map((document) => ({
    value: document.id,
    label: nameOf(t, document, documents),
  }));
  const reasons = DOCUMENT_REASONS.map((value) => ({
    value,
    label: t(`handovers.document-reason.${value}`),
  }));
  return (
    <Card title={t('documents.remove')}>
      <Paragraph>{t('documents.remove-text')}</Paragraph>
      <Form
        intent="remove-document"
        labels={{ document: t('documents.remove-which'), reason: t('documents.remove-reason') }}
      >
        <Select name="document" label={t('documents.remove-which')} options={which} />
        <Select name="reason" label={t('documents.remove-reason')} options={reasons} />
        <Button>{t('documents.remove-submit')}</Button>
      </Form>
    </Card>
  );
}
