import { useActionData, useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import type { FormState } from '../../kit/web/responses.ts';
import {
  Alert,
  CheckboxGroup,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  RadioGroup,
  SubmitButton,
  TextArea,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { CARE_WORDS_MAX } from '../model.ts';
import { ReportChoice } from './report-choice.tsx';
import type { loader } from './tell.server.ts';

export { action, loader } from './tell.server.ts';

export const handle: PageHandle = { script: '/safe-work.js' };

/** What happened to me at work. Not about who did it: there is no field for that. */
export default function TellPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('safe-work.tell')}
      lead={t('safe-work.tell-lead', { moment: formatDateTime(t, view.aftercareBy) })}
      back={{ href: href('/veilig-werken'), text: t('safe-work.title') }}
      refused={useFormState() !== undefined}
    >
      <Alert kind="info" title={t('safe-work.who-reads')}>
        <Paragraph>{t('safe-work.who-reads-text')}</Paragraph>
      </Alert>
      <div data-needs-coverage="">
        <TellForm />
        <div data-no-coverage="" hidden tabIndex={-1}>
          <Alert kind="warning" role="alert" title={t('safe-work.no-coverage')}>
            <Paragraph>{t('safe-work.no-coverage-text')}</Paragraph>
          </Alert>
        </div>
      </div>
    </Page>
  );
}

/** The key as it was first shown, also when the form is shown again: however often it is sent, it is told once. */
function useKey(fresh: string): string {
  const answer = useActionData() as FormState | undefined;
  const key = answer?.values['key'];
  return typeof key === 'string' && key !== '' ? key : fresh;
}

function TellForm() {
  const t = useT();
  const { view, kinds, fresh } = useLoaderData<typeof loader>();
  const labels = {
    kinds: t('safe-work.kinds'),
    happenedAt: t('safe-work.when'),
    police: t('safe-work.police'),
    report: t('safe-work.report'),
    story: t('safe-work.story'),
  };
  const key = useKey(fresh.key);
  return (
    <Form values={{ happenedAt: fresh.happenedAt }} labels={labels}>
      <HiddenInput name="key" value={key} />
      <CheckboxGroup
        name="kinds"
        label={labels.kinds}
        hint={t('safe-work.kinds-hint')}
        options={kinds.map(({ id, label }) => ({ value: id, label }))}
      />
      <TextInput name="happenedAt" type="datetime-local" label={labels.happenedAt} />
      <RadioGroup
        name="police"
        label={labels.police}
        hint={t('safe-work.police-hint')}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`safe-work.police.${value}`) }))}
      />
      {view.reports.length === 0 ? null : (
        <ReportChoice
          label={labels.report}
          hint={t('safe-work.report-hint')}
          reports={view.reports}
          none={t('safe-work.report-none')}
        />
      )}
      <TextArea
        optional
        name="story"
        rows={4}
        maxLength={CARE_WORDS_MAX}
        label={labels.story}
        hint={t('safe-work.story-hint')}
      />
      <SubmitButton>{t('safe-work.send')}</SubmitButton>
    </Form>
  );
}
