import {
  Form,
  Link,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import ReportFormPage, { handle, headers } from './report-form.tsx';

export { action, loader } from './resume.server.ts';
export { handle, headers };

/** Where somebody goes on with a form that was saved: first its code, then the form itself. */
export default function ResumePage() {
  const answer = useFormState();
  return answer && answer.values['intent'] !== 'resume' ? <ReportFormPage /> : <CodePage />;
}

function CodePage() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page
      title={t('drafts.resume')}
      lead={t('drafts.resume-lead')}
      back={{ href: href('/melden'), text: t('drafts.to-form') }}
      refused={useFormState() !== undefined}
    >
      <Form intent="resume">
        <div className="wijk-question">
          <TextInput
            name="code"
            label={t('reports.follow.code')}
            hint={t('reports.follow.hint')}
            maxLength={60}
            spellCheck={false}
          />
        </div>
        <SubmitButton>{t('drafts.open')}</SubmitButton>
      </Form>
      <Paragraph>
        {t('drafts.sent-already')} <Link href={href('/volgen')}>{t('reports.follow.title')}</Link>
      </Paragraph>
    </Page>
  );
}
