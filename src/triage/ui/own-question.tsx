import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import { LANGUAGES, type Language } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  Card,
  Checkbox,
  CheckboxGroup,
  DoneNotice,
  Fieldset,
  Form,
  Heading,
  HiddenInput,
  Page,
  Paragraph,
  SideBySide,
  Small,
  Stack,
  SubmitButton,
  TextInput,
  Timeline,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { Question } from '../model.ts';
import { QuestionNatures } from '../question-wire.ts';
import type { questionLoader } from './own-questions.server.ts';
import { QuestionState } from './question-state.tsx';

export { questionAction as action, questionLoader as loader } from './own-questions.server.ts';

export const handle: PageHandle = { wide: true };

/** One further question: its words, for which natures, and whether it must be answered. */
export default function OwnQuestionPage() {
  const t = useT();
  const href = useTownHref();
  const { question, isStopped, isChanged, saved, history } = useLoaderData<typeof questionLoader>();
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={question.words[t.language].label}
      back={{ href: href('/vervolgvragen'), text: t('own-questions.title') }}
      refused={refused}
      aside={<QuestionState isStopped={isStopped} isChanged={isChanged} />}
    >
      {saved && !refused ? <DoneNotice>{t('own-questions.saved')}</DoneNotice> : null}
      <SideBySide
        side={
          <>
            <Shown question={question} />
            <Where />
            <Switch isStopped={isStopped} />
            {history.length > 0 ? <History /> : null}
          </>
        }
      >
        <EditForm question={question} />
      </SideBySide>
    </Page>
  );
}

interface QuestionProps {
  readonly question: Question;
}

function EditForm({ question }: QuestionProps) {
  const t = useT();
  const { version } = useLoaderData<typeof questionLoader>();
  const options = question.type === 'choice' ? question.options : [];
  const said = LANGUAGES.flatMap((language): [string, string][] => [
    [`${language}-label`, question.words[language].label],
    [`${language}-hint`, question.words[language].hint ?? ''],
    ...options.map((option): [string, string] => [`option-${language}-${option.id}`, option.words[language]]),
  ]);
  const values: Record<string, string | string[]> = {
    natures: [...question.natures],
    ...(question.required ? { required: 'yes' } : {}),
    ...Object.fromEntries(said),
  };
  return (
    <Form intent="save" values={values}>
      <HiddenInput name="version" value={String(version)} />
      <Small>{t('own-questions.meaning')}</Small>
      {LANGUAGES.map((language) => (
        <Fieldset key={language} legend={t(`own-questions.language.${language}`)}>
          <WordsFields question={question} language={language} />
        </Fieldset>
      ))}
      <CheckboxGroup
        name="natures"
        label={t('own-questions.natures')}
        hint={t('own-questions.natures-hint')}
        options={QuestionNatures.map((value) => ({ value, label: t(`triage.nature.${value}`) }))}
      />
      {question.type === 'number' ? null : (
        <Checkbox name="required" value="yes" label={t('own-questions.must')} />
      )}
      <SubmitButton>{t('own-questions.save')}</SubmitButton>
    </Form>
  );
}

function WordsFields({ question, language }: QuestionProps & { readonly language: Language }) {
  const t = useT();
  return (
    <Stack>
      <TextInput
        name={`${language}-label`}
        width="full"
        maxLength={200}
        label={t('own-questions.question')}
      />
      <TextInput
        name={`${language}-hint`}
        width="full"
        maxLength={300}
        label={t('own-questions.hint')}
        optional
      />
      {(question.type === 'choice' ? question.options : []).map((option, at) => (
        <TextInput
          key={option.id}
          name={`option-${language}-${option.id}`}
          width="full"
          maxLength={200}
          label={t('own-questions.answer', { number: at + 1, says: t(`own-questions.says.${option.says}`) })}
        />
      ))}
    </Stack>
  );
}

/** As the form shows it to who reports something, in both languages. */
function Shown({ question }: QuestionProps) {
  const t = useT();
  return (
    <Card title={t('own-questions.shown')} tone="soft">
      <Stack>
        {LANGUAGES.map((language) => (
          <div key={language} lang={language}>
            <Heading level={3}>{question.words[language].label}</Heading>
            {question.words[language].hint ? <Small>{question.words[language].hint}</Small> : null}
            {question.type === 'choice' ? (
              <ul>
                {question.options.map(({ id, words }) => (
                  <li key={id}>{words[language]}</li>
                ))}
              </ul>
            ) : null}
          </div>
        ))}
        <Small>{t(`own-questions.also.${question.type}`)}</Small>
      </Stack>
    </Card>
  );
}

/** By the tables in force: where the answer changes who helps or how soon. */
function Where() {
  const t = useT();
  const { asked, isStopped } = useLoaderData<typeof questionLoader>();
  return (
    <Card title={t('own-questions.asked')}>
      <Paragraph>
        {asked.map((nature) => t(`triage.nature.${nature}`)).join(', ') ||
          t(isStopped ? 'own-questions.nowhere' : 'own-questions.no-difference')}
      </Paragraph>
      <Small>{t('own-questions.asked-text')}</Small>
    </Card>
  );
}

/** Stopped it is asked nowhere; reports that have an answer keep it, with its words. */
function Switch({ isStopped }: { readonly isStopped: boolean }) {
  const t = useT();
  const { version } = useLoaderData<typeof questionLoader>();
  const intent = isStopped ? 'restore' : 'stop';
  return (
    <Card>
      <Form intent={intent}>
        <HiddenInput name="version" value={String(version)} />
        <Small>{t(`own-questions.${intent}-text`)}</Small>
        <Button>{t(`own-questions.${intent}`)}</Button>
      </Form>
    </Card>
  );
}

function History() {
  const t = useT();
  const { history } = useLoaderData<typeof questionLoader>();
  const items = history.map(({ version, deed, at, actorName, label }) => ({
    key: String(version),
    title: t(`own-questions.deed.${deed}`),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: deed === 'changed' && label ? <Small>{label[t.language].label}</Small> : undefined,
  }));
  return (
    <Card title={t('own-questions.history')}>
      <Timeline items={items} />
    </Card>
  );
}
