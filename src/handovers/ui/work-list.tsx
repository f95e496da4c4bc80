import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatDateTime, formatShort, lastDay } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  ButtonLink,
  Card,
  Details,
  EmptyState,
  Form,
  Heading,
  Link,
  Page,
  Paragraph,
  Row,
  Small,
  Stack,
  Table,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { WorkPageView } from '../shift-wire.ts';
import type { ExtractView, WorkListView } from '../wire.ts';
import { DoneMessage } from './done.tsx';
import { byPressure, CutShort, toneOf, useExtractColumns } from './extract-parts.tsx';
import { GoToReport } from './go-to.tsx';
import { KeySheet } from './key-sheet.tsx';
import { LiveLine } from './live-line.tsx';
import { ShiftNotes, UnreadShifts } from './shift-notes.tsx';
import { Untold } from './untold.tsx';
import type { loader } from './work-list.server.ts';
import './work.css';

export { action, loader } from './work-list.server.ts';

export const handle: PageHandle = { wide: true, live: true, script: '/keys.js' };

/** What the owner of these waits for; somebody else is to move. */
const WAITING: readonly ExtractView['nextStep'][] = ['await-acceptance', 'await-answer', 'await-outside'];

/** What lies with me, and what is asked of me and my services. Codes only, no words of a report. */
export default function WorkListPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done, typed, found, mayHandle } = useLoaderData<typeof loader>();
  const waiting = view.mine.filter(({ nextStep }) => WAITING.includes(nextStep));
  const toDo = view.mine.filter(({ nextStep }) => !WAITING.includes(nextStep));
  const isQuiet = toDo.length === 0 && view.offered.length === 0;
  return (
    <Page title={t('handovers.work.title')} aside={<GoToReport typed={typed} found={found} />}>
      <DoneMessage done={done} />
      <LiveLine now={view.now} shown={[...view.offered, ...view.mine, ...view.team, ...view.closed]} />
      <ShiftNotes shifts={view.shifts} />
      <UnreadShifts shifts={view.unreadShifts} />
      <Notices notices={view.notices} />
      <StandingIn people={view.standsInFor} />
      {isQuiet ? (
        <Quiet />
      ) : (
        <>
          <Offered extracts={view.offered} total={view.totals.offered} now={view.now} />
          <ToDo extracts={toDo} now={view.now} />
        </>
      )}
      <Untold tasks={view.informing} now={view.now} />
      <Waiting extracts={waiting} now={view.now} />
      <Team extracts={view.team} isCut={view.isTeamCut} now={view.now} />
      <CutShort shown={view.mine.length} total={view.totals.mine} />
      <Closed extracts={view.closed} />
      {mayHandle ? (
        <Row>
          <ButtonLink href={href('/werk/overdragen')}>{t('shift.title')}</ButtonLink>
          <ButtonLink href={href('/afwezig')}>{t('absence.title')}</ButtonLink>
        </Row>
      ) : null}
      <KeySheet
        keys={['next', 'previous', 'number', ...(view.notices.length > 0 ? (['notices'] as const) : [])]}
      />
    </Page>
  );
}

function Quiet() {
  const t = useT();
  return (
    <EmptyState title={t('handovers.work.quiet')}>
      <Paragraph>{t('handovers.work.quiet-text')}</Paragraph>
    </EmptyState>
  );
}

/** Whose work this person looks after meanwhile; the reports stand in a list of their own. */
function StandingIn({ people }: { readonly people: WorkPageView['standsInFor'] }) {
  const t = useT();
  const href = useTownHref();
  if (people.length === 0) return null;
  return (
    <Card title={t('absence.work')}>
      <ul className="wijk-plain-list">
        {people.map(({ name, until }) => (
          <li key={name}>{t('absence.until', { name, day: lastDay(t, until) })}</li>
        ))}
      </ul>
      <Row>
        <ButtonLink href={href('/werk/lijst?bereik=vervanging')}>{t('absence.to-list')}</ButtonLink>
      </Row>
    </Card>
  );
}

interface ListProps {
  readonly extracts: readonly ExtractView[];
  readonly now: Date;
}

function Offered({ extracts, total, now }: ListProps & { readonly total: number }) {
  const t = useT();
  const { name, place, urgency, why, deadline } = useExtractColumns({ now, canOpen: true });
  return (
    <Section id="offered" title={t('handovers.work.offered')} count={total}>
      <Table
        caption={t('handovers.work.offered')}
        captionHidden
        columns={[name, place, urgency, why, { ...deadline, header: t('handovers.list.answer-by') }]}
        rows={extracts.toSorted(byPressure)}
        rowKey={({ number }) => String(number)}
        rowTone={toneOf}
        empty={<Paragraph>{t('handovers.work.offered-empty')}</Paragraph>}
      />
      <CutShort shown={extracts.length} total={total} />
    </Section>
  );
}

function ToDo({ extracts, now }: ListProps) {
  const t = useT();
  const { name, place, urgency, step, deadline } = useExtractColumns({ now, canOpen: true });
  return (
    <Section id="to-do" title={t('handovers.work.mine')} count={extracts.length}>
      <Table
        caption={t('handovers.work.mine')}
        captionHidden
        columns={[name, place, urgency, step, deadline]}
        rows={extracts.toSorted(byPressure)}
        rowKey={({ number }) => String(number)}
        rowTone={toneOf}
        empty={<Paragraph>{t('handovers.work.mine-empty')}</Paragraph>}
      />
    </Section>
  );
}

/** Mine as well, but somebody else is to move: closed until asked for. */
function Waiting({ extracts, now }: ListProps) {
  const t = useT();
  const { name, place, step, deadline } = useExtractColumns({ now, canOpen: true });
  if (extracts.length === 0) return null;
  return (
    <Details summary={t('handovers.work.waiting', { count: extracts.length })}>
      <Stack gap="small">
        <Paragraph>{t('handovers.work.waiting-text')}</Paragraph>
        <Table
          caption={t('handovers.work.waiting', { count: extracts.length })}
          captionHidden
          columns={[name, place, step, deadline]}
          rows={extracts.toSorted(byPressure)}
          rowKey={({ number }) => String(number)}
          rowTone={toneOf}
          empty={null}
        />
      </Stack>
    </Details>
  );
}

/** What the party has in hand, for who leads it: who works on it and who is late. */
function Team({ extracts, isCut, now }: ListProps & { readonly isCut: boolean }) {
  const t = useT();
  const href = useTownHref();
  const { name, place, owner, step, deadline } = useExtractColumns({ now, canOpen: true });
  if (extracts.length === 0) return null;
  return (
    <Section id="team" title={t('handovers.work.team')} count={extracts.length}>
      <Table
        caption={t('handovers.work.team')}
        captionHidden
        columns={[name, place, owner, step, deadline]}
        rows={extracts.toSorted(byPressure)}
        rowKey={({ number }) => String(number)}
        rowTone={toneOf}
        empty={null}
      />
      {isCut ? (
        <Small>
          {t('handovers.work.team-cut')}{' '}
          <Link href={href('/werk/lijst?bereik=organisatie')}>{t('handovers.work.team-all')}</Link>
        </Small>
      ) : null}
    </Section>
  );
}

function Closed({ extracts }: Pick<ListProps, 'extracts'>) {
  const t = useT();
  const href = useTownHref();
  if (extracts.length === 0) return null;
  return (
    <Details summary={t('handovers.work.closed', { count: extracts.length })}>
      <ul className="wijk-plain-list">
        {extracts.map(({ number, nature, neighbourhood, outcome, closedAt }) => (
          <li key={number}>
            <Link href={href(`/werk/${number}`)}>
              {t('handovers.list.name', { number: String(number), nature: t(`triage.nature.${nature}`) })}
            </Link>{' '}
            {[
              neighbourhood,
              outcome && t(`handovers.outcome.${outcome}`),
              closedAt && formatShort(t, closedAt),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </Details>
  );
}

function Notices({ notices }: Pick<WorkListView, 'notices'>) {
  const t = useT();
  if (notices.length === 0) return null;
  const kinds = [...new Set(notices.map(({ kind }) => kind))];
  return (
    <Card title={t('handovers.work.notices')} tone="attention">
      <ul className="wijk-plain-list">
        {kinds.map((kind) => (
          <li key={kind}>
            <SameNotices kind={kind} notices={notices.filter((notice) => notice.kind === kind)} />
          </li>
        ))}
      </ul>
      <Form intent="seen">
        <Button>{t('handovers.work.notices-seen')}</Button>
      </Form>
    </Card>
  );
}

type NoticeOf = WorkListView['notices'][number];

/** What stands on a page of its own, about no report. */
const STANDING_IN: readonly NoticeOf['kind'][] = ['stand-in-asked', 'stand-in-missing'];
/** The same, of safe work. */
const SAFE_WORK: readonly NoticeOf['kind'][] = [
  'aftercare-asked',
  'aftercare-late',
  'aftercare-given',
  'visit-asked',
  'visit-answered',
  'visit-off',
];

/** Notices that say the same, as one sentence with the reports it is about; a report that came twice stands there once. */
function SameNotices({
  kind,
  notices,
}: {
  readonly kind: NoticeOf['kind'];
  readonly notices: readonly NoticeOf[];
}) {
  const t = useT();
  const href = useTownHref();
  if (SAFE_WORK.includes(kind))
    return (
      <>
        {t(`handovers.notice.${kind}`)} <Link href={href('/veilig-werken')}>{t('safe-work.nav')}</Link>
      </>
    );
  if (STANDING_IN.includes(kind))
    return (
      <>
        {t(`handovers.notice.${kind}`)} <Link href={href('/afwezig')}>{t('absence.title')}</Link>
      </>
    );
  const about = new Map(
    notices.flatMap((notice) => (notice.reportNumber === undefined ? [] : [[notice.reportNumber, notice]])),
  );
  return (
    <>
      {t(`handovers.notice.${kind}`, { count: about.size })}{' '}
      <span className="wijk-numbers">
        {[...about].map(([number, { canOpen, nature, at }]) => (
          <span key={number} title={formatDateTime(t, at)}>
            {canOpen && nature ? (
              <Link href={href(`/werk/${number}`)}>
                {t('handovers.list.name', { number: String(number), nature: t(`triage.nature.${nature}`) })}
              </Link>
            ) : (
              number
            )}
          </span>
        ))}
      </span>
    </>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Section({ id, title, count, children }: SectionProps) {
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title} {count > 0 ? <span className="wijk-tally">{count}</span> : null}
      </Heading>
      {children}
    </section>
  );
}
