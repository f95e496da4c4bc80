import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import { LANGUAGES, type Language } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Card,
  DataList,
  Details,
  DoneNotice,
  Fieldset,
  Form,
  HiddenInput,
  HouseAgain,
  Page,
  Paragraph,
  SideBySide,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Timeline,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { RATING_LABEL_MAX, RATING_QUESTION_MAX, type RatingWords } from '../model.ts';
import type { RatingWordsView } from '../rating-wire.ts';
import { Rating } from '../wire.ts';
import type { loader } from './rating-words.server.ts';

export { action, loader } from './rating-words.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: RatingWordsView;
}

/** How reporters are asked whether it went well: the words are the municipality's, the scale is the same everywhere. */
export default function RatingWordsPage() {
  const t = useT();
  const { view, saved } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={t('rating-words.title')}
      lead={t('rating-words.lead')}
      refused={refused}
      aside={
        <Badge tone={view.words ? 'done' : 'neutral'}>
          {t(view.words ? 'rating-words.own' : 'rating-words.house')}
        </Badge>
      }
    >
      {saved && !refused ? <DoneNotice>{t('rating-words.saved')}</DoneNotice> : null}
      <SideBySide
        side={
          <>
            {view.words && view.words.nl.reasons.length > 0 ? <Reasons view={view} /> : null}
            {view.words ? <BackToHouse view={view} /> : null}
            <History view={view} />
          </>
        }
      >
        <EditForm view={view} />
      </SideBySide>
    </Page>
  );
}

function EditForm({ view: { words, version } }: ViewProps) {
  const t = useT();
  const { house } = useLoaderData<typeof loader>();
  const values = Object.fromEntries(
    LANGUAGES.flatMap((language) => Object.entries(valuesOf((words ?? house)[language], language))),
  );
  return (
    <Form intent="save" values={values}>
      <HiddenInput name="version" value={String(version)} />
      {LANGUAGES.map((language) => (
        <Fieldset key={language} legend={t(`rating-words.language.${language}`)}>
          <Fields language={language} />
        </Fieldset>
      ))}
      <SubmitButton>{t('rating-words.save')}</SubmitButton>
    </Form>
  );
}

function valuesOf(words: RatingWords['nl'], language: Language): Record<string, string> {
  return {
    [`${language}-question`]: words.question,
    ...Object.fromEntries(Rating.options.map((value) => [`${language}-${value}`, words.answers[value]])),
    [`${language}-why`]: words.why ?? '',
    [`${language}-reasons`]: words.reasons.join('\n'),
  };
}

function Fields({ language }: { readonly language: Language }) {
  const t = useT();
  return (
    <Stack>
      <TextInput
        name={`${language}-question`}
        width="full"
        maxLength={RATING_QUESTION_MAX}
        label={t('rating-words.question')}
      />
      {Rating.options.map((value) => (
        <TextInput
          key={value}
          name={`${language}-${value}`}
          maxLength={RATING_LABEL_MAX}
          label={t(`rating-words.answer.${value}`)}
        />
      ))}
      <TextInput
        name={`${language}-why`}
        width="full"
        maxLength={RATING_QUESTION_MAX}
        label={t('rating-words.why')}
        hint={t('rating-words.why-hint')}
        optional
      />
      <TextArea
        name={`${language}-reasons`}
        rows={4}
        label={t('rating-words.reasons')}
        hint={t('rating-words.reasons-hint')}
        optional
      />
    </Stack>
  );
}

function Reasons({ view: { words, reasons } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('rating-words.chosen')} tone="soft">
      <DataList
        items={(words?.[t.language].reasons ?? []).map((label, at) => ({
          key: label,
          value: reasons[at] === undefined ? t('rating-words.too-few') : String(reasons[at]),
        }))}
      />
    </Card>
  );
}

function BackToHouse({ view: { version } }: ViewProps) {
  const t = useT();
  return (
    <Card>
      <HouseAgain version={version} text={t('rating-words.back-text')} submit={t('rating-words.back')} />
    </Card>
  );
}

/** Every count under the words in which it was asked. */
function History({ view: { history, houseCounted } }: ViewProps) {
  const t = useT();
  const { house } = useLoaderData<typeof loader>();
  const items = history.map(({ version, at, actorName, words, counted }) => ({
    key: String(version),
    title: t(words ? 'rating-words.wrote' : 'rating-words.took-house', { version }),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: words ? (
      <Details summary={t('rating-words.said')}>
        <Said words={words} counted={counted} />
      </Details>
    ) : undefined,
  }));
  return (
    <Card title={t('rating-words.history')}>
      <Stack gap="small">
        {items.length === 0 ? null : <Timeline items={items} />}
        <Details summary={t('rating-words.house-said')}>
          <Said words={house} counted={houseCounted} />
        </Details>
      </Stack>
    </Card>
  );
}

interface SaidProps {
  readonly words: RatingWords;
  readonly counted: RatingWordsView['houseCounted'];
}

function Said({ words, counted }: SaidProps) {
  const t = useT();
  const { question, answers, reasons } = words[t.language];
  return (
    <Stack gap="small">
      <Paragraph>{question}</Paragraph>
      <Paragraph>{Rating.options.map((value) => answers[value]).join(' · ')}</Paragraph>
      {reasons.length === 0 ? null : <Small>{reasons.join(' · ')}</Small>}
      <Small>
        {counted
          ? t('rating-words.counted', { good: counted.good, answered: counted.answered, label: answers.good })
          : t('rating-words.too-few')}
      </Small>
    </Stack>
  );
}
