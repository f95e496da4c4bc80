import { Alert, Heading, Paragraph, Timeline, useT, Words } from '../../kit/web/index.tsx';
import { formatDateTime } from '../../kit/time-text.ts';
import type { ReporterView } from '../wire.ts';
import { currentLetter, progressOf } from './reporter-now.ts';
import { openingText } from './reporter-time.ts';

/** The truth at night: nobody watches now, and from when somebody does. */
export function DeskClosed({ view }: { readonly view: ReporterView }) {
  const t = useT();
  if (view.status === 'closed' || !view.deskClosed || view.nextOpening === undefined) return null;
  return (
    <Alert kind="info">
      <Paragraph>
        {t('reporter.desk.closed')} {openingText(t, view.nextOpening, view.now)}
      </Paragraph>
      {/* with danger the way to call stands above, large */}
      {view.show112 ? null : <Paragraph>{t('reporter.desk.danger')}</Paragraph>}
    </Alert>
  );
}

const TITLES = {
  question: 'reporter.letter.question',
  answer: 'reporter.letter.answer',
  message: 'reporter.letter.message',
} as const;

/** Questions, answers and what was told, the newest first; without the letter that already stands above. */
export function Conversation({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const letters = view.conversation.filter((letter) => letter !== currentLetter(view));
  if (letters.length === 0) return null;
  const items = letters.toReversed().map(({ kind, at, body }, index) => ({
    key: `${at.toISOString()} ${index}`,
    title: t(kind === 'question' || kind === 'answer' ? TITLES[kind] : TITLES.message),
    time: formatDateTime(t, at),
    at,
    detail: <Words>{body}</Words>,
  }));
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby="conversation">
      <Heading level={2} id="conversation">
        {t('reporter.page.conversation')}
      </Heading>
      <Timeline items={items} />
    </section>
  );
}

const STEPS = ['received', 'working', 'done'] as const;

/** Received, in hand, done: where the report is. */
export function Progress({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const here = STEPS.indexOf(progressOf(view));
  return (
    <ol className="wijk-progress" aria-label={t('reporter.progress.label')}>
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={
            index <= here ? 'wijk-progress__step wijk-progress__step--reached' : 'wijk-progress__step'
          }
          aria-current={index === here ? 'step' : undefined}
        >
          {t(`reporter.progress.${step}`)}
        </li>
      ))}
    </ol>
  );
}
