import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  CheckboxGroup,
  EmergencyBanner,
  Form,
  HiddenInput,
  Page,
  RadioGroup,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { Duty } from '../model.ts';
import { hasSign } from './danger-seen.ts';
import type { loader } from './desk-form.server.ts';
import {
  Danger,
  HiddenKey,
  Place,
  Question,
  Reachable,
  Sights,
  Story,
  Subject,
  useStep,
} from './form-questions.tsx';
import { PlaceStep } from './place-step.tsx';
import { QuestionsStep } from './questions-step.tsx';
import './report-form.css';

export { action, loader } from './desk-form.server.ts';

export const handle: PageHandle = { wide: true };

/** Taking in a report while talking, or of what one saw: all on one screen, words or place first. */
export default function DeskFormPage() {
  const { map, questions } = useStep();
  if (map) return <PlaceStep map={map} />;
  return questions ? <QuestionsStep questions={questions} /> : <DeskForm />;
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
      {hasSign(answer?.values.dangers) ? <EmergencyBanner /> : null}
      <Form values={{ key, channel: 'phone' }}>
        {/* the first button of a form is the one that the Enter key presses */}
        <button type="submit" className="wijk-hidden" tabIndex={-1} aria-hidden="true">
          {t('desk.send')}
        </button>
        <HiddenKey />
        <HiddenInput name="further" value="yes" />
        <div className="wijk-desk">
          <div className="wijk-desk__column">
            <Danger />
            <Story />
            <Sights />
            <Subject />
          </div>
          <div className="wijk-desk__column">
            <Channel />
            <Place suggestions={suggestions} />
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
