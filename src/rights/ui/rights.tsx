import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Details,
  EmptyState,
  Heading,
  Link,
  Page,
  Row,
  Small,
  Table,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { RequestView, RightsOverview } from '../wire.ts';
import { Blocks } from './blocks.tsx';
import { BlockForm, RegisterForm } from './rights-forms.tsx';
import type { loader } from './rights.server.ts';
import './rights.css';

export { action, loader } from './rights.server.ts';

export const handle: PageHandle = { wide: true };

/** What people asked about their data, what is blocked, and who was not told in time. */
export default function RightsPage() {
  const t = useT();
  const href = useTownHref();
  const { view, fresh } = useLoaderData<typeof loader>();
  const refused = useFormState()?.values['intent'];
  return (
    <Page title={t('rights.title')} lead={t('rights.lead')} refused={refused !== undefined}>
      <Row>
        <Link href={href('/vernietiging')}>{t('rights.to-destruction')}</Link>
        <Link href={href('/verwerkingen')}>{t('rights.to-documents')}</Link>
      </Row>
      <Part id="open" title={t('rights.open')} count={view.open.length}>
        <Requests view={view} rows={view.open} empty={t('rights.open-empty')} />
        {view.mayAct ? (
          <Details summary={t('rights.register')} open={refused === 'register'}>
            <RegisterForm fresh={fresh} />
          </Details>
        ) : null}
      </Part>
      <Part id="blocks" title={t('rights.blocks')} count={view.blocks.length}>
        <Small>{t('rights.blocks-text')}</Small>
        <Blocks blocks={view.blocks} now={view.now} mayAct={view.mayAct} review={fresh.review} />
        {view.mayAct ? (
          <Details summary={t('rights.block')} open={refused === 'block'}>
            <BlockForm fresh={fresh} />
          </Details>
        ) : null}
      </Part>
      <Untold view={view} />
      {view.closed.length > 0 ? (
        <Details summary={t('rights.closed', { count: view.closed.length })}>
          <Requests view={view} rows={view.closed} empty={t('rights.open-empty')} />
        </Details>
      ) : null}
    </Page>
  );
}

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Part({ id, title, count, children }: PartProps) {
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title} {count > 0 ? <span className="wijk-tally">{count}</span> : null}
      </Heading>
      {children}
    </section>
  );
}

interface RequestsProps {
  readonly view: RightsOverview;
  readonly rows: readonly RequestView[];
  readonly empty: string;
}

function Requests({ view, rows, empty }: RequestsProps) {
  const t = useT();
  const href = useTownHref();
  const name = ({ id, kind, reportNumber }: RequestView) => {
    const words = t('rights.request-name', { kind: t(`rights.kind.${kind}`), number: String(reportNumber) });
    return view.mayAct ? <Link href={href(`/rechten/${id}`)}>{words}</Link> : words;
  };
  const columns: Column<RequestView>[] = [
    { key: 'what', header: t('rights.what'), primary: true, cell: name },
    { key: 'by', header: t('rights.asked-by'), cell: ({ askedBy }) => t(`rights.by.${askedBy}`) },
    { key: 'received', header: t('rights.received'), cell: ({ receivedAt }) => formatDate(t, receivedAt) },
    { key: 'owner', header: t('rights.owner'), cell: ({ ownerName }) => ownerName },
    {
      key: 'step',
      header: t('rights.step'),
      cell: ({ nextStep, decision }) =>
        nextStep === null ? decision && t(`rights.decision.${decision}`) : t(`rights.next.${nextStep}`),
    },
    { key: 'until', header: t('rights.until'), cell: (row) => <Until row={row} now={view.now} /> },
  ];
  return (
    <Table
      caption={t('rights.open')}
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      rowTone={({ isLate }) => (isLate ? 'late' : undefined)}
      empty={<EmptyState title={empty} />}
    />
  );
}

function Until({
  row: { deadline, decidedAt, isLate },
  now,
}: {
  readonly row: RequestView;
  readonly now: Date;
}) {
  const t = useT();
  if (decidedAt !== null) return t('rights.decided-on', { date: formatDate(t, decidedAt) });
  return (
    <span className="wijk-name">
      {formatDate(t, deadline)}{' '}
      {isLate ? <Badge tone="late">{formatTimeLeft(t, deadline, now)}</Badge> : null}
    </span>
  );
}

/** Reports about a person whom nobody told within a month; who works on them has to. */
function Untold({ view: { untold, now } }: { readonly view: RightsOverview }) {
  const t = useT();
  const columns: Column<RightsOverview['untold'][number]>[] = [
    {
      key: 'report',
      header: t('handovers.informing.report'),
      primary: true,
      cell: ({ number }) => t('handovers.informing.report-number', { number: String(number) }),
    },
    {
      key: 'until',
      header: t('rights.until'),
      cell: ({ deadline }) => (
        <span className="wijk-name">
          {formatDate(t, deadline)} <Badge tone="late">{formatTimeLeft(t, deadline, now)}</Badge>
        </span>
      ),
    },
  ];
  return (
    <Part id="untold" title={t('rights.untold')} count={untold.length}>
      <Table
        caption={t('rights.untold')}
        captionHidden
        columns={columns}
        rows={untold}
        rowKey={({ number }) => String(number)}
        rowTone={() => 'late'}
        empty={<EmptyState title={t('handovers.overview.empty.informeren')} />}
      />
    </Part>
  );
}
