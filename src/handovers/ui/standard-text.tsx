import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import { LANGUAGES } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  Card,
  CheckboxGroup,
  DataList,
  Details,
  DoneNotice,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  RadioGroup,
  Select,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Timeline,
  Words,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { TEXT_BODY_MAX, TEXT_NAME_MAX, TEXT_VARIABLES, TextPurpose } from '../model.ts';
import { ReportOutcomes, ReportNatures, type StandardTextView } from '../wire.ts';
import type { loader } from './standard-text.server.ts';
import { TextState } from './text-state.tsx';
import './work.css';

export { action, loader } from './standard-text.server.ts';

export const handle: PageHandle = { wide: true };

/** One standard text: its words in both languages, where it is offered, and what it said before. */
export default function StandardTextPage() {
  const t = useT();
  const href = useTownHref();
  const { view, saved } = useLoaderData<typeof loader>();
  const title = view?.text.name ?? t('standard-texts.new');
  const refused = useFormState() !== undefined;
  const back = { href: href('/standaardteksten'), text: t('standard-texts.title') };
  return (
    <Page
      title={title}
      back={back}
      refused={refused}
      aside={view ? <TextState active={view.text.active} /> : undefined}
    >
      {saved && !refused ? <DoneNotice>{t('standard-texts.saved')}</DoneNotice> : null}
      <div className="wijk-report">
        <div className="wijk-report__main wijk-stack wijk-stack--large">
          <EditForm view={view} />
          {view && view.history.length > 0 ? <History view={view} /> : null}
        </div>
        <div className="wijk-report__side wijk-stack wijk-stack--medium">
          <Variables />
          {view?.house ? <FromHouse house={view.house} /> : null}
          {view ? <Switch view={view} /> : null}
        </div>
      </div>
    </Page>
  );
}

function EditForm({ view }: { readonly view: StandardTextView | undefined }) {
  const t = useT();
  const { key } = useLoaderData<typeof loader>();
  const text = view?.text;
  const values = {
    name: text?.name ?? '',
    purpose: text?.purpose ?? 'close',
    outcome: text?.outcome ?? '',
    natures: text ? [...text.natures] : [],
    nl: text?.body.nl ?? '',
    en: text?.body.en ?? '',
  };
  return (
    <Form
      intent="save"
      values={values}
      labels={{ nl: t('standard-texts.language.nl'), en: t('standard-texts.language.en') }}
    >
      <HiddenInput name="key" value={key} />
      <HiddenInput name="version" value={String(text?.version ?? 0)} />
      <WordsFields />
      <Where />
      <SubmitButton>{t('standard-texts.save')}</SubmitButton>
    </Form>
  );
}

function WordsFields() {
  const t = useT();
  return (
    <>
      <TextInput
        name="name"
        width="full"
        maxLength={TEXT_NAME_MAX}
        label={t('standard-texts.name')}
        hint={t('standard-texts.name-hint')}
      />
      {LANGUAGES.map((language) => (
        <TextArea
          key={language}
          name={language}
          rows={6}
          maxLength={TEXT_BODY_MAX}
          label={t(`standard-texts.body.${language}`)}
          hint={t('standard-texts.body-hint')}
          optional
        />
      ))}
    </>
  );
}

function Where() {
  const t = useT();
  return (
    <>
      <RadioGroup
        name="purpose"
        label={t('standard-texts.purpose')}
        options={TextPurpose.options.map((value) => ({ value, label: t(`standard-texts.purpose.${value}`) }))}
      />
      <Select
        name="outcome"
        label={t('standard-texts.outcome')}
        hint={t('standard-texts.outcome-hint')}
        options={ReportOutcomes.map((value) => ({ value, label: t(`handovers.outcome.${value}`) }))}
        optional
      />
      <CheckboxGroup
        name="natures"
        label={t('standard-texts.natures')}
        hint={t('standard-texts.natures-hint')}
        options={ReportNatures.map((value) => ({ value, label: t(`triage.nature.${value}`) }))}
        optional
      />
    </>
  );
}

/** What can be filled in by itself, with how it is written. */
function Variables() {
  const t = useT();
  return (
    <Card title={t('standard-texts.variables')} tone="soft">
      <Stack gap="small">
        <Paragraph>{t('standard-texts.variables-text')}</Paragraph>
        <DataList
          items={TEXT_VARIABLES.question.map((name) => ({
            key: `{${name}}`,
            value: t(`standard-texts.variable.${name}`),
          }))}
        />
      </Stack>
    </Card>
  );
}

function FromHouse({ house }: { readonly house: NonNullable<StandardTextView['house']> }) {
  const t = useT();
  return (
    <Details summary={t('standard-texts.house')}>
      <Bodies body={house} />
    </Details>
  );
}

function Bodies({ body }: { readonly body: NonNullable<StandardTextView['house']> }) {
  return (
    <Stack gap="small">
      {LANGUAGES.map((language) =>
        body[language] === undefined ? null : (
          <div key={language} lang={language}>
            <Words>{body[language]}</Words>
          </div>
        ),
      )}
    </Stack>
  );
}

/** Put away it is offered nowhere; what was sent with it stays, and it can be taken up again. */
function Switch({ view: { text } }: { readonly view: StandardTextView }) {
  const t = useT();
  const { key } = useLoaderData<typeof loader>();
  const intent = text.active ? 'retire' : 'restore';
  return (
    <Card>
      <Form intent={intent}>
        <Small>{t(`standard-texts.${intent}-text`)}</Small>
        <HiddenInput name="key" value={key} />
        <Button>{t(`standard-texts.${intent}`)}</Button>
      </Form>
    </Card>
  );
}

function History({ view: { history } }: { readonly view: StandardTextView }) {
  const t = useT();
  const items = history.map(({ at, what, actorName, version, body }) => ({
    key: `${at.toISOString()} ${what} ${version ?? ''}`,
    title: t(`standard-texts.history.${what}`, { version: version ?? 0 }),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: body ? (
      <Details summary={t('standard-texts.said')}>
        <Bodies body={body} />
      </Details>
    ) : undefined,
  }));
  return (
    <Card title={t('standard-texts.history')}>
      <Timeline items={items} />
    </Card>
  );
}
