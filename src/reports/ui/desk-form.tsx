import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  CheckboxGroup,
  EmergencyBanner,
  Form,
  Link,
  Page,
  Paragraph,
  RadioGroup,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { Duty } from '../model.ts';
import { hasSign } from './danger-seen.ts';
import type { loader } from './desk-form.server.ts';
import { Danger, Place, Question, Reachable, Sights, Story, Subject, useStep } from './form-questions.tsx';
import { FormSteps, Unseen } from './form-step.tsx';
import './report-form.css';

export { action, loader } from './desk-form.server.ts';

export const handle: PageHandle = { wide: true };

/** Taking in a report while talking, or of what one saw: all on one screen, words or place first. */
export default function DeskFormPage() {
  return <FormSteps first={<DeskForm />} />;
}

function DeskForm() {
  const t = useT();
  const href = useTownHref();
  const { key, suggestions } = useLoaderData<typeof loader>();
  const answer = useFormState();
  return (
    <Page
      title={t('desk.title')}
      lead={t('desk.lead')}
      back={{ href: href('/werk'), text: t('handovers.report.back') }}
      refused={(answer?.refusals.length ?? 0) > 0}
    >
      <Paragraph>
        <Link href={href('/werk/inlezen')}>{t('sheets.new.link')}</Link>
      </Paragraph>
      {hasSign(answer?.values.dangers) ? <EmergencyBanner /> : null}
      <Form values={{ key, channel: 'phone' }}>
        <Unseen send={t('desk.send')} />
        <div className="wijk-desk">
          <div className="wijk-desk__column">
            <Danger />
            <Story />
            <Sights />
          </div>
          <div className="wijk-desk__column">
            <Channel />
            <Subject />
            <Place suggestions={suggestions} />
            <Nearby />
            <Reachable />
            <OwnTasks />
          </div>
        </div>
        <SubmitButton>{t('desk.send')}</SubmitButton>
      </Form>
    </Page>
  );
}

function Channel() {
  const t = useT();
  const options = ['phone', 'note'].map((value) => ({ value, label: t(`desk.channel.${value}`) }));
  const languages = ['nl', 'en'].map((value) => ({ value, label: t(`desk.language.${value}`) }));
  return (
    <Question>
      <RadioGroup name="channel" label={t('desk.channel')} options={options} />
      <RadioGroup optional name="language" label={t('desk.language')} options={languages} />
    </Question>
  );
}

/** Whether somebody told of it before: reports that this person may see, of the neighbourhood of the place. */
function Nearby() {
  const t = useT();
  const href = useTownHref();
  const { nearby } = useStep();
  return (
    <Question>
      <div className="wijk-stack wijk-stack--small">
        <Button name="go" value="near">
          {t('desk.near')}
        </Button>
        {nearby === undefined ? null : (
          <div role="status">
            {nearby.length === 0 ? <Paragraph>{t('desk.near-none')}</Paragraph> : null}
            <ul className="wijk-plain-list">
              {nearby.map(({ number, nature, receivedAt }) => (
                <li key={number}>
                  <Link href={href(`/werk/${number}`)}>{`${number} ${t(`triage.nature.${nature}`)}`}</Link>{' '}
                  {t('desk.near-since', { date: formatDate(t, receivedAt) })}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Question>
  );
}

/** What the police are there for besides offences and danger: only who works here can say so. */
function OwnTasks() {
  const t = useT();
  const options = Duty.options.map((value) => ({ value, label: t(`desk.duty.${value}`) }));
  return (
    <Question>
      <CheckboxGroup
        optional
        name="duty"
        label={t('desk.duty')}
        hint={t('desk.duty-hint')}
        options={options}
      />
    </Question>
  );
}
