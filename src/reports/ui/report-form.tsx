import type { ReactNode } from 'react';
import { useActionData, useLoaderData, type HeadersArgs } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
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
import { PLACE_ALLOWED } from '../../kit/web/responses.ts';
import { About, Sight } from '../model.ts';
import { DangerChoice } from '../wire.ts';
import { hasSign } from './danger-seen.ts';
import { PhotosQuestion } from './photos-question.tsx';
import { PlaceStep } from './place-step.tsx';
import { QuestionsStep } from './questions-step.tsx';
import type { ReportFormState } from './form-state.ts';
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

const SIGHTS_WITH_HINT: readonly Sight[] = ['unseen', 'neglect'];

/** The public form: no log-in, no category, no scripts. What is asked is what one sees. */
export default function ReportFormPage() {
  const { map, questions } = useStep();
  if (map) return <PlaceStep map={map} />;
  return questions ? <QuestionsStep questions={questions} /> : <FirstStep />;
}

function useStep(): Partial<ReportFormState> {
  return useActionData() ?? {};
}

function FirstStep() {
  const t = useT();
  const href = useTownHref();
  const { key, suggestions } = useLoaderData<typeof loader>();
  const answer = useFormState();
  return (
    <Page
      title={t('reports.form.title')}
      lead={t('reports.form.lead')}
      back={{ href: href('/'), text: t('reports.form.back') }}
      refused={(answer?.refusals.length ?? 0) > 0}
    >
      {hasSign(answer?.values.dangers) ? <EmergencyBanner /> : <CallLine />}
      <Form files values={{ key }}>
        {/* the first button of a form is the one that the Enter key presses */}
        <button type="submit" className="wijk-hidden" tabIndex={-1} aria-hidden="true">
          {t('reports.form.send')}
        </button>
        <HiddenKey />
        <HiddenInput name="further" value="yes" />
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
        <Choices />
        <OnTheMap />
        <Checkbox
          name="addressUnknown"
          label={t('reports.place.unknown')}
          hint={t('reports.place.unknown-hint')}
        />
      </Fieldset>
    </Question>
  );
}

/** The addresses that may be meant by what was typed. */
function Choices() {
  const t = useT();
  const { options = [] } = useStep();
  if (options.length === 0) return null;
  return (
    <RadioGroup
      optional
      name="addressChoice"
      label={t('place.choose')}
      options={options.map((option) => ({ value: option, label: option }))}
    />
  );
}

/** Pointing it out instead, or beside the address; and what was pointed out before. */
function OnTheMap() {
  const t = useT();
  const spot = useField('spot').value;
  const { spotName: name } = useStep();
  return (
    <div className="wijk-on-the-map">
      <HiddenInput name="spot" value={spot} />
      <HiddenInput name="gps" value="" />
      {spot === '' ? null : (
        <p className="wijk-on-the-map__chosen">
          <Icon name="place" />
          {name === undefined ? t('place.chosen') : t('place.chosen-in', { place: name })}
        </p>
      )}
      <div className="wijk-on-the-map__buttons">
        <Button name="go" value="map">
          {t(spot === '' ? 'place.point-out' : 'place.change')}
        </Button>
        <button
          type="submit"
          className="utrecht-button utrecht-button--secondary-action wijk-own-place"
          name="go"
          value="map"
          data-own-place=""
        >
          {t('place.own')}
        </button>
        {spot === '' ? null : (
          <Button look="subtle" name="go" value="no-place">
            {t('place.remove')}
          </Button>
        )}
      </div>
      <p
        className="wijk-on-the-map__note"
        role="status"
        data-own-place-note=""
        data-busy={t('place.own-busy')}
        data-failed={t('place.own-failed')}
      />
    </div>
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
