import type { ReactNode } from 'react';
import { useLoaderData, type HeadersArgs } from 'react-router';
import {
  CheckboxGroup,
  Checkbox,
  Details,
  EmergencyBanner,
  Fieldset,
  Form,
  HiddenInput,
  Icon,
  Page,
  Paragraph,
  RadioGroup,
  SubmitButton,
  TextArea,
  TextInput,
  useField,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { About, DangerSign, Sight } from '../model.ts';
import { DangerChoice } from '../wire.ts';
import { PhotosQuestion } from './photos-question.tsx';
import type { loader } from './report-form.server.ts';
import './report-form.css';

export { action, loader } from './report-form.server.ts';

/** When to try again, after too many tries. */
export function headers({ actionHeaders }: HeadersArgs): Headers {
  return actionHeaders;
}

const SIGHTS_WITH_HINT: readonly Sight[] = ['unseen', 'neglect'];

/** The public form: no log-in, no category, no scripts. What is asked is what one sees. */
export default function ReportFormPage() {
  const t = useT();
  const href = useTownHref();
  const { key, suggestions } = useLoaderData<typeof loader>();
  const answer = useFormState();
  return (
    <Page
      title={t('reports.form.title')}
      lead={t('reports.form.lead')}
      back={{ href: href('/'), text: t('reports.form.back') }}
      refused={answer !== undefined}
    >
      {hasSign(answer?.values.dangers) ? <EmergencyBanner /> : <CallLine />}
      <Form files values={{ key }}>
        <HiddenKey />
        <Danger />
        <Sights />
        <Story />
        <Subject />
        <Place suggestions={suggestions} />
        <PhotosQuestion />
        <Reachable />
        <Trap />
        <SubmitButton>{t('reports.form.send')}</SubmitButton>
      </Form>
      <Details summary={t('reports.form.privacy')}>
        <Paragraph>{t('reports.form.privacy-text')}</Paragraph>
      </Details>
    </Page>
  );
}

function hasSign(dangers: string | string[] | undefined): boolean {
  return [dangers].flat().some((choice) => DangerSign.safeParse(choice).success);
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

/** The key of the page as it was first shown, also when it is shown again. */
function HiddenKey() {
  return <HiddenInput name="key" value={useField('key').value} />;
}

function Question({ children }: { readonly children: ReactNode }) {
  return <div className="wijk-question">{children}</div>;
}

function Danger() {
  const t = useT();
  const options = DangerChoice.options.map((value) => ({ value, label: t(`reports.danger.${value}`) }));
  return (
    <div className="wijk-question wijk-question--danger">
      <CheckboxGroup
        name="dangers"
        label={t('reports.danger.question')}
        hint={t('reports.danger.hint')}
        options={options}
      />
    </div>
  );
}

function Sights() {
  const t = useT();
  const options = Sight.options.map((value) => ({
    value,
    label: t(`reports.sight.${value}`),
    ...(SIGHTS_WITH_HINT.includes(value) ? { hint: t(`reports.sight-hint.${value}`) } : {}),
  }));
  return (
    <Question>
      <CheckboxGroup
        optional
        name="sights"
        label={t('reports.sight.question')}
        hint={t('reports.sight.hint')}
        options={options}
      />
    </Question>
  );
}

function Story() {
  const t = useT();
  return (
    <Question>
      <TextArea name="story" rows={7} label={t('reports.story.question')} hint={t('reports.story.hint')} />
    </Question>
  );
}

function Subject() {
  const t = useT();
  const options = About.options.map((value) => ({
    value,
    label: t(`reports.about.${value}`),
    ...(value === 'place' ? { hint: t('reports.about-hint.place') } : {}),
  }));
  return (
    <Question>
      <RadioGroup name="about" label={t('reports.about.question')} options={options} />
    </Question>
  );
}

const ADDRESS_LIST = 'addresses';

function Place({ suggestions }: { readonly suggestions: readonly string[] }) {
  const t = useT();
  const [example] = suggestions;
  return (
    <Question>
      <Fieldset legend={t('reports.place.question')}>
        <TextInput
          optional
          name="address"
          label={t('reports.place.address')}
          hint={example === undefined ? undefined : t('reports.place.hint', { example })}
          list={ADDRESS_LIST}
          width="full"
        />
        <datalist id={ADDRESS_LIST}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
        <Checkbox
          name="addressUnknown"
          label={t('reports.place.unknown')}
          hint={t('reports.place.unknown-hint')}
        />
      </Fieldset>
    </Question>
  );
}

function Reachable() {
  const t = useT();
  return (
    <Question>
      <Fieldset legend={t('reports.contact.question')} hint={t('reports.contact.hint')}>
        <TextInput optional name="name" label={t('reports.contact.name')} autoComplete="name" />
        <TextInput
          optional
          name="email"
          type="email"
          label={t('reports.contact.email')}
          autoComplete="email"
          inputMode="email"
          spellCheck={false}
        />
        <TextInput
          optional
          name="phone"
          type="tel"
          label={t('reports.contact.phone')}
          autoComplete="tel"
          inputMode="tel"
        />
      </Fieldset>
    </Question>
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
