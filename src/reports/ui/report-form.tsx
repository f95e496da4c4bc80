import { useLoaderData, type HeadersArgs } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  Details,
  EmergencyBanner,
  Form,
  Icon,
  Link,
  Page,
  Paragraph,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { PLACE_ALLOWED } from '../../kit/web/responses.ts';
import { hasSign } from './danger-seen.ts';
import { Danger, Place, Reachable, Sights, Story, Subject } from './form-questions.tsx';
import { FormSteps, Unseen } from './form-step.tsx';
import { PhotosQuestion } from './photos-question.tsx';
import { SavedMessage } from './saved.tsx';
import type { loader } from './report-form.server.ts';
import './report-form.css';

export { action, loader } from './report-form.server.ts';

/** When to try again, after too many tries; and the one page that may ask a browser where it is. */
export function headers({ actionHeaders }: HeadersArgs): Headers {
  const all = new Headers(actionHeaders);
  all.set('permissions-policy', PLACE_ALLOWED);
  return all;
}

export const handle: PageHandle = { script: '/place.js' };

/** The public form: no log-in, no category, no scripts. What is asked is what one sees. */
export default function ReportFormPage() {
  return <FormSteps first={<FirstStep />} />;
}

function FirstStep() {
  const t = useT();
  const href = useTownHref();
  const { key, suggestions, spot } = useLoaderData<typeof loader>();
  const answer = useFormState();
  return (
    <Page
      title={t('reports.form.title')}
      lead={t('reports.form.lead')}
      back={{ href: href('/'), text: t('reports.form.back') }}
      refused={(answer?.refusals.length ?? 0) > 0}
    >
      <SavedMessage />
      {hasSign(answer?.values.dangers) ? <EmergencyBanner /> : <CallLine />}
      <Form files values={{ key, spot }}>
        <Unseen send={t('reports.form.send')} />
        <Danger />
        <Sights />
        <Story />
        <Subject />
        <Place suggestions={suggestions} />
        <PhotosQuestion />
        <Reachable />
        <Trap />
        <div className="wijk-row">
          <SubmitButton>{t('reports.form.send')}</SubmitButton>
          <Button name="go" value="save">
            {t('drafts.save')}
          </Button>
        </div>
      </Form>
      <Paragraph>
        {t('drafts.begun')} <Link href={href('/melden/verder')}>{t('drafts.go-on')}</Link>
      </Paragraph>
      <Details summary={t('reports.form.privacy')}>
        <Paragraph>{t('reports.form.privacy-text')}</Paragraph>
      </Details>
    </Page>
  );
}

/** Before anything else, and without a shout: most people who come here are not in danger. */
function CallLine() {
  const t = useT();
  return (
    <p className="wijk-call-line">
      <strong className="wijk-call-line__question">{t('reports.form.call')}</strong>
      <a className="wijk-call-line__link" href="tel:112">
        <Icon name="phone" />
        {t('kit.emergency.call')}
      </a>
      <span className="wijk-call-line__text">{t('reports.form.call-text')}</span>
    </p>
  );
}

/** No person sees this field or comes to it with the keyboard; what fills in every field of a page does. */
function Trap() {
  const t = useT();
  return (
    <div className="wijk-hidden" aria-hidden="true">
      <label htmlFor="website">{t('reports.form.trap')}</label>
      <input id="website" name="website" type="text" tabIndex={-1} autoComplete="off" />
    </div>
  );
}
