import { useLoaderData } from 'react-router';
import { formatDate, formatTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Button,
  ButtonLink,
  EmptyState,
  Page,
  Paragraph,
  Row,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { AccessLogView } from '../wire.ts';
import { Choice } from './choice.tsx';
import type { loader } from './access-log.server.ts';
import { NumberField } from './number-field.tsx';
import './work.css';

export { loader } from './access-log.server.ts';

export const handle: PageHandle = { wide: true };

type Line = AccessLogView['lines'][number];

/** Who looked at what, for the privacy officer; looking here leaves a line as well. */
export default function AccessLogPage() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Page title={t('people.accesslog.title')} lead={t('people.accesslog.lead')} refused={view === undefined}>
      <Filter />
      {view ? <Lines view={view} /> : null}
    </Page>
  );
}

/** A question and no change: sent by GET, so that its answer has an address. */
function Filter() {
  const t = useT();
  const href = useTownHref();
  const { number, person, view, refusals } = useLoaderData<typeof loader>();
  return (
    <form method="get" action={href('/logboek')} className="wijk-filter" noValidate>
      <NumberField label={t('people.accesslog.number')} typed={number} refusals={refusals} />
      {view ? <PersonField people={view.people} person={person} /> : null}
      <Row>
        <Button>{t('people.accesslog.filter')}</Button>
        {number || person ? (
          <ButtonLink look="subtle" href={href('/logboek')}>
            {t('people.accesslog.all')}
          </ButtonLink>
        ) : null}
      </Row>
    </form>
  );
}

function PersonField({ people, person }: Pick<AccessLogView, 'people'> & { readonly person: string }) {
  const t = useT();
  return (
    <Choice
      name="persoon"
      label={t('people.accesslog.person')}
      value={person}
      all={t('people.accesslog.everybody')}
      options={people.map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function Lines({ view }: { readonly view: AccessLogView }) {
  const t = useT();
  const href = useTownHref();
  const { number, person } = useLoaderData<typeof loader>();
  const query = new URLSearchParams({
    ...(number ? { nummer: number } : {}),
    ...(person ? { persoon: person } : {}),
    ...(view.olderThan ? { voor: view.olderThan } : {}),
  });
  return (
    <>
      <Table
        caption={t('people.accesslog.caption')}
        captionHidden
        compact
        columns={useColumns()}
        rows={view.lines}
        rowKey={({ id }) => id}
        rowTone={({ outcome }) => (outcome === 'denied' ? 'attention' : undefined)}
        empty={
          <EmptyState title={t('people.accesslog.empty')}>
            <Paragraph>{t('people.accesslog.empty-text')}</Paragraph>
          </EmptyState>
        }
      />
      {view.olderThan ? (
        <div>
          <ButtonLink href={href(`/logboek?${query.toString()}`)}>{t('people.accesslog.older')}</ButtonLink>
        </div>
      ) : null}
    </>
  );
}

function useColumns(): Column<Line>[] {
  const t = useT();
  return [
    { key: 'at', header: t('people.accesslog.at'), primary: true, cell: (line) => <Moment line={line} /> },
    { key: 'who', header: t('people.accesslog.who'), cell: (line) => <Who line={line} /> },
    { key: 'action', header: t('people.accesslog.action'), cell: (line) => <What line={line} /> },
    { key: 'subject', header: t('people.accesslog.subject'), cell: (line) => <Subject line={line} /> },
    {
      key: 'ground',
      header: t('people.accesslog.ground'),
      cell: ({ ground }) => <span className="wijk-nowrap">{ground === '-' ? '–' : ground}</span>,
    },
  ];
}

/** With the year: lines are kept for years. */
function Moment({ line: { at, since, times } }: { readonly line: Line }) {
  const t = useT();
  return (
    <span className="wijk-two-lines">
      <time dateTime={at.toISOString()} className="wijk-nowrap">
        {t('kit.time.date-time', { date: formatDate(t, at), time: formatTime(t, at) })}
      </time>
      {times === 1 ? null : (
        <span className="wijk-small wijk-nowrap">
          {t('people.accesslog.times', { count: times, since: formatTime(t, since) })}
        </span>
      )}
    </span>
  );
}

/** Who answers for it: a colleague by name, organisation and role; others by what they are. */
function Who({ line: { userName, partyName, clientName, roles, actorKind } }: { readonly line: Line }) {
  const t = useT();
  if (userName === undefined) return clientName ?? t(`people.actor.${actorKind}`);
  const through =
    clientName === undefined ? undefined : t('people.accesslog.through', { client: clientName });
  const roleNames = roles.map((role) => t(`people.role.${role}`)).join(', ');
  return (
    <span className="wijk-two-lines">
      {userName}
      <span className="wijk-small">{[partyName, roleNames, through].filter(Boolean).join(' · ')}</span>
    </span>
  );
}

function What({ line: { action, outcome } }: { readonly line: Line }) {
  const t = useT();
  return (
    <>
      {t(`people.action.${action}`)}{' '}
      {outcome === 'denied' ? <Badge tone="attention">{t('people.accesslog.denied')}</Badge> : null}
    </>
  );
}

/** A report by its number and the classes of data; the rest by what it is. */
function Subject({ line: { subjectKind, reportNumber, dataClasses } }: { readonly line: Line }) {
  const t = useT();
  const subject = t(`people.subject.${subjectKind}`, { number: String(reportNumber ?? '') });
  if (dataClasses.length === 0) return subject;
  return `${subject} · ${dataClasses.map((name) => t(`people.data-class.${name}`)).join(', ')}`;
}
