import type { ReactNode } from 'react';
import { useActionData } from 'react-router';
import {
  Button,
  Checkbox,
  CheckboxGroup,
  Fieldset,
  HiddenInput,
  Icon,
  RadioGroup,
  TextArea,
  TextInput,
  useField,
  useT,
} from '../../kit/web/index.tsx';
import { About, Sight } from '../model.ts';
import { DangerChoice } from '../wire.ts';
import { ChosenPlace } from './chosen-place.tsx';
import type { ReportFormState } from './form-state.ts';

const SIGHTS_WITH_HINT: readonly Sight[] = ['unseen', 'neglect'];

/** What the action of a form answered beside its values: a step, or what belongs to the place. */
export function useStep(): Partial<ReportFormState> {
  return useActionData() ?? {};
}

export function Question({ children }: { readonly children: ReactNode }) {
  return <div className="wijk-question">{children}</div>;
}

export function Danger() {
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

export function Sights() {
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

export function Story() {
  const t = useT();
  return (
    <Question>
      <TextArea name="story" rows={7} label={t('reports.story.question')} hint={t('reports.story.hint')} />
    </Question>
  );
}

export function Subject() {
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

export function Place({ suggestions }: { readonly suggestions: readonly string[] }) {
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
        <TypedPlace />
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

/** The address as it was understood; a point that was pointed out stands on a map of its own. */
function TypedPlace() {
  const { at } = useStep();
  const spot = useField('spot').value;
  return at === undefined || spot !== '' ? null : <ChosenPlace at={at} />;
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
      {spot === '' ? null : <ChosenPlace at={spot} />}
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

export function Reachable() {
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
