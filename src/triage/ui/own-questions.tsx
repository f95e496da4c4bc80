import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  Card,
  DoneNotice,
  Form,
  Hidden,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  Small,
  Table,
  refusalText,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { OwnQuestionsView } from '../question-wire.ts';
import type { loader } from './own-questions.server.ts';
import { QuestionState } from './question-state.tsx';

export { action, loader } from './own-questions.server.ts';

export const handle: PageHandle = { wide: true };

type Row = OwnQuestionsView['questions'][number];

/** Every further question in the order in which they come, and where each is asked. */
export default function OwnQuestionsPage() {
  const t = useT();
  const { view, saved } = useLoaderData<typeof loader>();
  const refusals = useFormState()?.refusals ?? [];
  return (
    <Page title={t('own-questions.title')} lead={t('own-questions.lead')} refused={refusals.length > 0}>
      {saved && refusals.length === 0 ? <DoneNotice>{t('own-questions.saved')}</DoneNotice> : null}
      {refusals.map((refusal) => (
        <Alert key={refusal.code} kind="error" role="alert">
          <Paragraph>{refusalText(t, refusal)}</Paragraph>
        </Alert>
      ))}
      <Table
        caption={t('own-questions.title')}
        captionHidden
        columns={useColumns(view)}
        rows={view.questions}
        rowKey={({ question }) => question.id}
        empty={<Paragraph>{t('own-questions.none')}</Paragraph>}
      />
      {view.questions.some(({ isChanged, isStopped }) => isChanged || isStopped) ? (
        <Card title={t('own-questions.house')}>
          <Form intent="house">
            <HiddenInput name="version" value={String(view.version)} />
            <Small>{t('own-questions.house-text')}</Small>
            <Button>{t('own-questions.house')}</Button>
          </Form>
        </Card>
      ) : null}
    </Page>
  );
}

function useColumns({ version, questions }: OwnQuestionsView): Column<Row>[] {
  const firstId = questions[0]?.question.id;
  const t = useT();
  const href = useTownHref();
  return [
    {
      key: 'question',
      header: t('own-questions.question'),
      primary: true,
      cell: ({ question: { id, words } }) => (
        <Link href={href(`/vervolgvragen/${id}`)}>{words[t.language].label}</Link>
      ),
    },
    {
      key: 'type',
      header: t('own-questions.type'),
      cell: ({ question: { type } }) => t(`own-questions.type.${type}`),
    },
    {
      key: 'asked',
      header: t('own-questions.asked'),
      cell: ({ asked, isStopped }) =>
        asked.map((nature) => t(`triage.nature.${nature}`)).join(', ') ||
        t(isStopped ? 'own-questions.nowhere' : 'own-questions.no-difference'),
    },
    {
      key: 'required',
      header: t('own-questions.required'),
      cell: ({ question: { required } }) => t(required ? 'own-questions.yes' : 'own-questions.no'),
    },
    {
      key: 'state',
      header: t('own-questions.state'),
      cell: (row) => <QuestionState {...row} />,
    },
    {
      key: 'move',
      header: t('own-questions.order'),
      cell: ({ question: { id, words } }) =>
        id === firstId ? null : (
          <Form intent="up">
            <HiddenInput name="version" value={String(version)} />
            <HiddenInput name="question" value={id} />
            <Button look="subtle">
              {t('own-questions.up')} <Hidden>{words[t.language].label}</Hidden>
            </Button>
          </Form>
        ),
    },
  ];
}
