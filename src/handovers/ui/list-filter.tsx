import type { Refusal } from '../../kit/outcome.ts';
import {
  ButtonLink,
  Checkbox,
  Details,
  HiddenInput,
  QuestionForm,
  Row,
  Select,
  Small,
  SubmitButton,
  TextInput,
  useT,
  useTownHref,
  type Option,
} from '../../kit/web/index.tsx';
import { ReportNatures, ReportSteps, ReportUrgencies, type ListChoices } from '../wire.ts';
import { addressWith, ORDERS, STATES, type Asked } from './list-address.ts';

interface ListFilterProps {
  readonly choices: ListChoices;
  readonly asked: Asked;
  readonly refusals: readonly Refusal[];
}

const FILTERS = [
  'adres',
  'complex',
  'van',
  'tot',
  'aard',
  'spoed',
  'buurt',
  'dienst',
  'wie',
  'stap',
  'laat',
] as const;

/** What to look for, and what to leave out. Everything is optional; the first field is enough for most. */
export function ListFilter({ choices, asked, refusals }: ListFilterProps) {
  const t = useT();
  const href = useTownHref();
  const scope = asked['bereik'] || 'mij';
  const used = FILTERS.filter((name) => asked[name]).length;
  const labels = Object.fromEntries(
    ['zoek', 'bereik', ...FILTERS].map((name) => [name, t(`list.field.${name}`)]),
  );
  return (
    <QuestionForm
      action={href('/werk/lijst')}
      values={{ staat: 'open', volgorde: 'uiterlijk', ...asked }}
      refusals={refusals}
      labels={labels}
      className="wijk-form wijk-list-filter"
    >
      <HiddenInput name="bereik" value={scope} />
      {asked['beeld'] ? <HiddenInput name="beeld" value={asked['beeld']} /> : null}
      <div className="wijk-filter">
        <TextInput
          name="zoek"
          type="search"
          label={choices.maySearchWords ? t('list.field.zoek') : t('list.field.number')}
          width="medium"
          maxLength={100}
          optional
        />
        <Chosen
          name="staat"
          options={Object.keys(STATES).map((value) => ({ value, label: t(`list.state.${value}`) }))}
        />
        <Chosen
          name="volgorde"
          options={Object.keys(ORDERS).map((value) => ({ value, label: t(`list.order.${value}`) }))}
        />
        <SubmitButton>{t('list.search')}</SubmitButton>
      </div>
      <Details
        summary={used === 0 ? t('list.more') : t('list.more-used', { count: used })}
        open={refusals.length > 0 || used > 0}
      >
        <MoreFilters choices={choices} scope={scope} />
      </Details>
      {used > 0 || asked['zoek'] ? (
        <Row>
          <ButtonLink look="subtle" href={href(addressWith({ bereik: scope }, { beeld: asked['beeld'] }))}>
            {t('list.clear')}
          </ButtonLink>
        </Row>
      ) : null}
    </QuestionForm>
  );
}

/** What colleagues have is not searched on words or a place. */
const NOT_SEARCHED: readonly string[] = ['organisatie', 'vervanging'];

function MoreFilters({ choices, scope }: { readonly choices: ListChoices; readonly scope: string }) {
  const t = useT();
  const { neighbourhoods, owners, maySearchWords } = choices;
  return (
    <div className="wijk-filter-grid" data-filters>
      {maySearchWords && !NOT_SEARCHED.includes(scope) ? <OnePlace choices={choices} /> : null}
      <TextInput name="van" type="date" label={t('list.field.van')} width="full" optional />
      <TextInput name="tot" type="date" label={t('list.field.tot')} width="full" optional />
      <Any
        name="aard"
        options={ReportNatures.map((value) => ({ value, label: t(`triage.nature.${value}`) }))}
      />
      <Any
        name="spoed"
        options={ReportUrgencies.map((value) => ({ value, label: t(`handovers.urgency.${value}`) }))}
      />
      <Any name="buurt" options={neighbourhoods.map(({ id, name }) => ({ value: id, label: name }))} />
      <Any
        name="stap"
        options={ReportSteps.map((value) => ({ value, label: t(`handovers.nextStep.${value}`) }))}
      />
      {scope === 'mij' ? null : (
        <>
          <Any name="dienst" options={useServices(choices, scope)} />
          <Any name="wie" options={owners.map(({ id, name }) => ({ value: id, label: name }))} />
        </>
      )}
      <Checkbox name="laat" value="ja" label={t('list.field.laat')} />
      {maySearchWords ? <Small>{t('list.trace')}</Small> : null}
    </div>
  );
}

/** For who may search within the words of this list: the place of a report stands with them. */
function OnePlace({ choices: { complexes } }: { readonly choices: ListChoices }) {
  const t = useT();
  return (
    <>
      <TextInput
        name="adres"
        label={t('list.field.adres')}
        hint={t('list.field.adres-hint')}
        width="full"
        maxLength={100}
        optional
      />
      {complexes.length === 0 ? null : (
        <Any
          name="complex"
          options={complexes.map(({ id, name, group }) => ({ value: id, label: name, group }))}
        />
      )}
    </>
  );
}

function useServices({ services }: ListChoices, scope: string): Option[] {
  const t = useT();
  const named = services.map(({ id, name }) => ({ value: id, label: name }));
  return scope === 'alles' ? [{ value: 'geen', label: t('list.no-service') }, ...named] : named;
}

function Any({ name, options }: { readonly name: string; readonly options: readonly Option[] }) {
  const t = useT();
  return (
    <Select
      name={name}
      label={t(`list.field.${name}`)}
      empty={t('list.any')}
      width="full"
      options={options}
      optional
    />
  );
}

function Chosen({ name, options }: { readonly name: string; readonly options: readonly Option[] }) {
  const t = useT();
  return (
    <Select
      name={name}
      label={t(`list.field.${name}`)}
      empty={false}
      width="short"
      options={options}
      optional
    />
  );
}
