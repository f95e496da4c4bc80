import { useActionData, useLoaderData } from 'react-router';
import type { FormState } from '../../kit/web/responses.ts';
import {
  ButtonLink,
  EmptyState,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  RadioGroup,
  Select,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { Company, OTHER_MAX } from '../model.ts';
import { ReportChoice } from './report-choice.tsx';
import type { loader } from './visit.server.ts';

export { action, loader } from './visit.server.ts';

/** A visit from a report that lies with me: when, and who goes along. */
export default function VisitPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('safe-work.visit')}
      lead={t('safe-work.visit-lead')}
      back={{ href: href('/veilig-werken'), text: t('safe-work.title') }}
      refused={useFormState() !== undefined}
    >
      {view.reports.length === 0 ? (
        <EmptyState title={t('safe-work.visit-none')}>
          <ButtonLink look="primary" href={href('/werk')}>
            {t('web.nav.work')}
          </ButtonLink>
        </EmptyState>
      ) : (
        <VisitForm />
      )}
    </Page>
  );
}

/** The key as it was first shown, also when the form is shown again. */
function useKey(fresh: string): string {
  const answer = useActionData() as FormState | undefined;
  const key = answer?.values['key'];
  return typeof key === 'string' && key !== '' ? key : fresh;
}

function VisitForm() {
  const t = useT();
  const { view, fresh } = useLoaderData<typeof loader>();
  const labels = {
    report: t('safe-work.visit-report'),
    at: t('safe-work.visit-at'),
    company: t('safe-work.visit-company'),
    colleague: t('safe-work.visit-colleague'),
    other: t('safe-work.visit-other'),
  };
  const key = useKey(fresh.key);
  return (
    <Form values={{ at: fresh.at, report: fresh.report }} labels={labels}>
      <HiddenInput name="key" value={key} />
      <ReportChoice label={labels.report} reports={view.reports} />
      <TextInput name="at" type="datetime-local" label={labels.at} />
      <RadioGroup
        name="company"
        label={labels.company}
        options={Company.options.map((value) => ({ value, label: t(`safe-work.company.${value}`) }))}
      />
      <Select
        optional
        name="colleague"
        label={labels.colleague}
        hint={t('safe-work.visit-colleague-hint')}
        options={view.colleagues.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextInput
        optional
        name="other"
        label={labels.other}
        hint={t('safe-work.visit-other-hint')}
        maxLength={OTHER_MAX}
        width="full"
      />
      <Paragraph>{t('safe-work.visit-kept')}</Paragraph>
      <SubmitButton>{t('safe-work.visit-save')}</SubmitButton>
    </Form>
  );
}
