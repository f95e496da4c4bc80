import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import {
  Alert,
  ButtonLink,
  Card,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  Row,
  Select,
  SubmitButton,
  TextArea,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ReadableExport } from '../wire.ts';
import { ExportParts } from './export-parts.tsx';
import type { loader } from './request-export.server.ts';
import './rights.css';

export { action, loader } from './request-export.server.ts';

/** The whole report, for the officer who answers a request about it. */
export default function RequestExportPage() {
  const t = useT();
  const href = useTownHref();
  const { view, about, key } = useLoaderData<typeof loader>();
  const back = { href: href(`/rechten/${about.id}`), text: t('rights.to-request') };
  return (
    <Page
      title={t('rights.export.title-request', { number: String(view.number) })}
      back={back}
      refused={useFormState() !== undefined}
    >
      <Alert kind="info">
        <Paragraph>{t('rights.export.weigh')}</Paragraph>
      </Alert>
      <Row>
        <ButtonLink href={href(`/rechten/${about.id}/inzage.json`)}>{t('rights.export.download')}</ButtonLink>
      </Row>
      {about.kind === 'correct' ? <CorrectForm view={view} fresh={key} /> : null}
      <ExportParts view={view} documentsHref={href(`/rechten/${about.id}/inzage/documenten`)} />
    </Page>
  );
}

function CorrectForm({ view, fresh }: { readonly view: ReadableExport; readonly fresh: string }) {
  const t = useT();
  const labels = { words: t('rights.correct.words'), body: t('rights.correct.body') };
  const options = view.words
    .filter(({ kind }) => kind !== 'correction')
    .map(({ id, kind, at }) => ({
      value: id,
      label: t('rights.correct.option', {
        kind: t(`handovers.letter.${kind}`),
        moment: formatDateTime(t, at),
      }),
    }));
  return (
    <Card title={t('rights.correct.title')}>
      <Form labels={labels}>
        <HiddenInput name="key" value={fresh} />
        <Select name="words" label={labels.words} options={options} />
        <TextArea name="body" label={labels.body} hint={t('rights.correct.hint')} rows={4} />
        <SubmitButton>{t('rights.correct.submit')}</SubmitButton>
      </Form>
    </Card>
  );
}
