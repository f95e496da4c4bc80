import { useLoaderData } from 'react-router';
import {
  Button,
  Card,
  Details,
  EmergencyBanner,
  Form,
  HiddenInput,
  Icon,
  Link,
  Page,
  Paragraph,
  RadioGroup,
  Small,
  SubmitButton,
  TextArea,
  useField,
  useFormState,
  useT,
  useTownHref,
  Words,
} from '../../kit/web/index.tsx';
import { formatDateTime } from '../../kit/time-text.ts';
import { Rating, type ReporterView } from '../wire.ts';
import { currentLetter, nowText, turnText } from './reporter-now.ts';
import type { loader } from './reporter-page.server.ts';
import { Conversation, DeskClosed, Progress } from './reporter-parts.tsx';
import { StoryWords } from './story-words.tsx';
import { ReporterDocuments } from './reporter-documents.tsx';
import { ReporterPhotos } from './reporter-photo-parts.tsx';
import './reporter.css';

export { action, loader } from './reporter-page.server.ts';

/** What the reporter sees behind the code: what happens now, by when, and what was asked and said. */
export default function ReporterPage() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('reporter.page.title')}
      aside={<Small>{t('reporter.page.number', { number: String(view.number) })}</Small>}
      refused={useFormState() !== undefined}
    >
      {view.show112 && view.status !== 'closed' ? <EmergencyBanner reported /> : null}
      <NowCard view={view} />
      <DeskClosed view={view} />
      <AnswerForm view={view} />
      <HowItWent view={view} />
      <NotSolved view={view} />
      <Conversation view={view} />
      <ReporterPhotos view={view} />
      <ReporterDocuments view={view} />
      <Reported view={view} />
      <Leave />
    </Page>
  );
}

function NowCard({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const { what, when } = nowText(t, view);
  return (
    <section className="wijk-now" aria-labelledby="now">
      <Progress view={view} />
      <div className="wijk-stack wijk-stack--small">
        <h2 className="wijk-now__title" id="now">
          {t(view.status === 'closed' ? 'reporter.page.closed' : 'reporter.page.now')}
        </h2>
        <p className="wijk-now__what">{what}</p>
      </div>
      {view.status === 'closed' ? <Told view={view} /> : null}
      {when === undefined ? null : (
        <p className="wijk-now__fact">
          <Icon name="clock" />
          <span>{when}</span>
        </p>
      )}
      {view.status === 'closed' ? null : (
        <p className="wijk-now__fact">
          <Icon name="house" />
          <span>{turnText(t, view)}</span>
        </p>
      )}
      {view.isShared && view.status !== 'closed' ? (
        <p className="wijk-now__fact">
          <Icon name="info" />
          <span>{t('parts.reporter.shared')}</span>
        </p>
      ) : null}
    </section>
  );
}

/** What was told at the end, and what to do when it is not good yet. */
function Told({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const href = useTownHref();
  const message = currentLetter(view);
  return (
    <>
      {message ? <Words>{message.body}</Words> : null}
      {view.mayAskAgain ? null : (
        <>
          <Paragraph>{t('reporter.closed.again')}</Paragraph>
          <Paragraph>
            <Link href={href('/melden')}>{t('reporter.closed.report')}</Link>
          </Paragraph>
        </>
      )}
    </>
  );
}

/** Once, after the end: was it good? Counted with others, and seen of nobody in particular. */
function HowItWent({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const isRefused = useFormState()?.values['intent'] === 'rate';
  const { given, mayRate, words, version } = view.rating;
  if (given !== undefined && !isRefused) return <Paragraph>{t('reporter.rating.thanks')}</Paragraph>;
  if (!mayRate && !isRefused) return null;
  const own = words?.[t.language];
  const options = Rating.options.map((value) => ({
    value,
    label: own?.answers[value] ?? t(`reporter.rating.${value}`),
  }));
  const reasons = (own?.reasons ?? []).map((label, at) => ({ value: String(at + 1), label }));
  return (
    <Card title={t('reporter.rating.title')}>
      <Form intent="rate">
        <HiddenInput name="version" value={String(version)} />
        <RadioGroup name="rating" label={own?.question ?? t('reporter.rating.label')} options={options} />
        {reasons.length === 0 ? null : (
          <RadioGroup name="reason" label={own?.why ?? ''} options={reasons} optional />
        )}
        <Button>{t('reporter.rating.send')}</Button>
      </Form>
    </Card>
  );
}

/** Once: why it is not solved, to somebody else than who finished it. */
function NotSolved({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const { key } = useLoaderData<typeof loader>();
  const isRefused = useFormState()?.values['intent'] === 'again';
  if (!view.mayAskAgain && !isRefused) return null;
  return (
    <Card title={t('reporter.again.title')}>
      <Paragraph>{t('reporter.again.text')}</Paragraph>
      <Form intent="again" values={{ key }}>
        <HiddenKey />
        <TextArea name="again" label={t('reporter.again.label')} rows={4} />
        <SubmitButton>{t('reporter.again.send')}</SubmitButton>
      </Form>
    </Card>
  );
}

/** The key with which the form came, also when it is shown again: two clicks are one. */
function HiddenKey() {
  return <HiddenInput name="key" value={useField('key').value} />;
}

function AnswerForm({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const refused = useFormState()?.values['intent'] === 'answer';
  // Refused although no question is open any more: what was typed still has to be there.
  if (view.nextStep !== 'await-answer' && !refused) return null;
  const question = currentLetter(view);
  return (
    <Card title={t('reporter.answer.title')} tone="attention">
      {question?.kind === 'question' ? <Words>{question.body}</Words> : null}
      <Form intent="answer">
        <TextArea name="answer" label={t('reporter.answer.label')} rows={5} />
        <SubmitButton>{t('reporter.answer.send')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Reported({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Details summary={t('reporter.page.reported')}>
      <div className="wijk-stack wijk-stack--medium">
        <Small>{t('reporter.page.received', { moment: formatDateTime(t, view.receivedAt) })}</Small>
        {view.story === undefined ? null : (
          <StoryWords story={view.story} nothing={t('reporter.page.no-story')} />
        )}
        <Paragraph>
          <Link href={href('/volgen/melding/inzage')}>{t('reporter.page.export')}</Link>
        </Paragraph>
      </div>
    </Details>
  );
}

function Leave() {
  const t = useT();
  return (
    <div className="wijk-leave">
      <Form intent="leave">
        <Button>{t('reporter.page.leave')}</Button>
      </Form>
      <Small>{t('reporter.page.leave-text')}</Small>
    </div>
  );
}
