import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  EmptyState,
  Page,
  Paragraph,
  Small,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { ReplayView, Shift } from '../wire.ts';
import { Findings } from './findings.tsx';
import { setName, setPath, setTitle, valueLabel } from './labels.ts';
import type { loader } from './replay.server.ts';
import './tables.css';

export { loader } from './replay.server.ts';

export const handle: PageHandle = { wide: true };

const COMPARED = ['nature', 'firstService', 'urgency'] as const;

/** What would have become of the reports of the last month: counts and nothing of any report. */
export default function ReplayPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  const names = { set: setName(t, view.which), active: setName(t, view.active) };
  return (
    <Page
      title={t('tables.replay.title')}
      lead={t('tables.replay.lead', names)}
      back={{ href: href(setPath(view.which)), text: setTitle(t, view.which) }}
    >
      <Summary view={view} />
      {view.compared ? COMPARED.map((what) => <Shifts key={what} view={view} what={what} />) : null}
      <Findings which={view.which} refusals={view.refusals} combinations={view.combinations} />
      <Small>{t('tables.replay.honest')}</Small>
    </Page>
  );
}

function Summary({ view }: { readonly view: ReplayView }) {
  const t = useT();
  const { reports, changed, since, until, compared } = view;
  if (!compared) {
    return (
      <Alert kind="error">
        <Paragraph>{t('tables.try.unreadable')}</Paragraph>
      </Alert>
    );
  }
  const period = { from: formatDate(t, since), until: formatDate(t, until) };
  return (
    <Alert kind={changed > 0 ? 'warning' : 'info'} role="status">
      <Paragraph>
        {reports === 0
          ? t('tables.replay.none', period)
          : t('tables.replay.changed', { ...period, changed, reports })}
      </Paragraph>
    </Alert>
  );
}

interface ShiftsProps {
  readonly view: ReplayView;
  readonly what: (typeof COMPARED)[number];
}

function Shifts({ view, what }: ShiftsProps) {
  const t = useT();
  const columns: Column<Shift>[] = [
    {
      key: 'from',
      header: t('tables.replay.now'),
      primary: true,
      cell: ({ from }) => valueLabel(t, what, from),
    },
    { key: 'to', header: t('tables.replay.then'), cell: ({ to }) => valueLabel(t, what, to) },
    {
      key: 'count',
      header: t('tables.replay.count'),
      numeric: true,
      cell: ({ count }) => t('tables.replay.of', { count, reports: view.reports }),
    },
  ];
  return (
    <Table
      caption={t(`tables.replay.${what}`)}
      columns={columns}
      rows={view[what]}
      rowKey={({ from, to }) => `${from} ${to}`}
      empty={<EmptyState title={t('tables.replay.same', { what: t(`tables.replay.${what}`) })} />}
    />
  );
}
