import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  FormField,
  HiddenInput,
  makeField,
  Page,
  Paragraph,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { findingText, setPath, setTitle } from './labels.ts';
import type { loader } from './import.server.ts';
import './tables.css';

export { action, loader } from './import.server.ts';

export const handle: PageHandle = { wide: true };

/** Brings in a table that was made in another editor. */
export default function ImportPage() {
  const t = useT();
  const href = useTownHref();
  const { number, revision } = useLoaderData<typeof loader>();
  const refusals = useFormState()?.refusals ?? [];
  const isInvalid = refusals.length > 0;
  const field = { ...makeField('file', {}), invalid: isInvalid };
  return (
    <Page
      title={t('tables.import.title')}
      lead={t('tables.import.lead')}
      back={{ href: href(setPath(number)), text: setTitle(t, number) }}
      refused={isInvalid}
    >
      {isInvalid ? (
        <Alert kind="error" role="alert" title={t('tables.import.refused')}>
          <ul className="wijk-findings" id={field.errorId}>
            {refusals.map((refusal) => (
              <li key={JSON.stringify(refusal)}>{findingText(t, refusal)}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <form method="post" encType="multipart/form-data" className="wijk-form">
        <HiddenInput name="revision" value={String(revision)} />
        <FormField name="file" label={t('tables.import.file')} hint={t('tables.import.hint')} field={field}>
          <input
            type="file"
            id={field.id}
            name="file"
            accept=".dmn,.xml,application/xml,text/xml"
            aria-required
            aria-invalid={isInvalid || undefined}
            aria-describedby={isInvalid ? `${field.hintId} ${field.errorId}` : field.hintId}
          />
        </FormField>
        <Paragraph>{t('tables.import.text')}</Paragraph>
        <SubmitButton>{t('tables.import.submit')}</SubmitButton>
      </form>
    </Page>
  );
}
