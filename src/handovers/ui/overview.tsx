import type { ReactNode } from 'react';
import { useLoaderData, useLocation } from 'react-router';
import { formatShort } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  EmptyState,
  Page,
  Small,
  Stack,
  Table,
  TabLinks,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { CoordinationView, ExtractView } from '../wire.ts';
import { byPressure, CutShort, ReportName, toneOf, useExtractColumns } from './extract-parts.tsx';
import { GoToReport } from './go-to.tsx';
import { KeySheet } from './key-sheet.tsx';
import { LiveLine } from './live-line.tsx';
import type { loader } from './overview.server.ts';
import { UntoldTable } from './untold.tsx';
import './work.css';

export { loader } from './overview.server.ts';

export const handle: PageHandle = { wide: true, live: true, script: '/keys.js' };

/** The lists, in the order in which they ask for something; the address says which one is open. */
const LISTS = ['besluit', 'te-laat', 'informeren', 'stil', 'open'] as const;
type List = (typeof LISTS)[number];

/** How the coordination of the municipality stands: what waits for a decision, what is late, who is silent. */
export default function OverviewPage() {
  const t = useT();
  const { view, canOpen } = useLoaderData<typeof loader>();
  const asked = new URLSearchParams(useLocation().search).get('lijst');
  const counts = countsOf(view);
  // without a wish: the first list that asks for something
  const list = LISTS.find((each) => each === asked) ?? LISTS.find((each) => counts[each] > 0) ?? 'open';
  return (
    <Page title={t('handovers.overview.title')} aside={canOpen ? <GoToReport /> : undefined}>
      {canOpen ? <LiveLine now={view.now} shown={view.open} all /> : null}
      <OnDuty view={view} />
      <Lists counts={counts} list={list} />
      <Shown view={view} list={list} canOpen={canOpen} />
      {canOpen ? <KeySheet keys={['next', 'previous', 'number']} /> : null}
    </Page>
  );
}

/** Who decides now, and how full that person is. */
function OnDuty({
  view: { coordinatorName, inHand, capacity, ratings },
}: {
  readonly view: CoordinationView;
}) {
  const t = useT();
  const isFull = inHand >= capacity;
  return (
    <dl className={isFull ? 'wijk-turn wijk-turn--late' : 'wijk-turn'}>
      <div className="wijk-turn__item">
        <dt>{t('handovers.overview.on-duty')}</dt>
        <dd>{coordinatorName}</dd>
      </div>
      <div className="wijk-turn__item">
        <dt>{t('handovers.overview.in-hand')}</dt>
        <dd>
          {t('handovers.overview.of-capacity', { inHand, capacity })}
          <span className="wijk-fill" aria-hidden="true">
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" className="wijk-fill__bar">
              <rect width={Math.min(100, (100 * inHand) / capacity)} height="6" />
            </svg>
          </span>
        </dd>
      </div>
      {isFull ? (
        <div className="wijk-turn__item">
          <dt>{t('handovers.overview.full')}</dt>
          <dd>{t('handovers.overview.full-text')}</dd>
        </div>
      ) : null}
      <div className="wijk-turn__item">
        <dt>{t('handovers.overview.ratings')}</dt>
        <dd>{ratings ? t('handovers.overview.rated', ratings) : t('handovers.overview.too-few')}</dd>
      </div>
    </dl>
  );
}

type Counts = Readonly<Record<List, number>>;

function countsOf({ totals: { mine, late, silent, open }, untold }: CoordinationView): Counts {
  return { besluit: mine, 'te-laat': late, informeren: untold.length, stil: silent, open };
}

interface ListProps {
  readonly view: CoordinationView;
  readonly list: List;
}

function Lists({ counts, list }: { readonly counts: Counts; readonly list: List }) {
  const t = useT();
  const href = useTownHref();
  const tabs = LISTS.map((each) => ({
    href: href(`/overzicht?lijst=${each}`),
    label: t(`handovers.overview.list.${each}`),
    count: counts[each],
    current: each === list,
  }));
  return <TabLinks label={t('handovers.overview.lists')} tabs={tabs} />;
}

function Shown({ view, list, canOpen }: ListProps & { readonly canOpen: boolean }) {
  const t = useT();
  if (list === 'stil') return <Silent view={view} canOpen={canOpen} />;
  if (list === 'informeren') {
    return (
      <Listed text={t('handovers.overview.text.informeren')}>
        <UntoldTable tasks={view.untold} now={view.now} canOpen={canOpen} />
      </Listed>
    );
  }
  const rows = { besluit: view.mine, 'te-laat': view.late, open: view.open }[list];
  return <Extracts view={view} list={list} rows={rows} canOpen={canOpen} />;
}

interface ShownProps extends ListProps {
  readonly rows: readonly ExtractView[];
  readonly canOpen: boolean;
}

function Extracts({ view, list, rows, canOpen }: ShownProps) {
  const t = useT();
  const { name, place, urgency, step, owner, deadline } = useExtractColumns({ now: view.now, canOpen });
  return (
    <Listed text={t(`handovers.overview.text.${list}`)}>
      <Table
        caption={t(`handovers.overview.list.${list}`)}
        captionHidden
        columns={
          list === 'besluit' ? [name, place, urgency, step, deadline] : [name, place, owner, step, deadline]
        }
        rows={rows.toSorted(byPressure)}
        rowKey={({ number }) => String(number)}
        rowTone={toneOf}
        empty={<EmptyState title={t(`handovers.overview.empty.${list}`)} />}
      />
      <CutShort shown={rows.length} total={countsOf(view)[list]} />
    </Listed>
  );
}

/** Services that let an offer pass without an answer. It is about the answer of a service, never about a person of it. */
function Silent({ view, canOpen }: { readonly view: CoordinationView; readonly canOpen: boolean }) {
  const t = useT();
  const { name, step } = useExtractColumns({ now: view.now, canOpen });
  const columns: Column<CoordinationView['silent'][number]>[] = [
    {
      key: 'service',
      header: t('handovers.overview.service'),
      primary: true,
      cell: ({ serviceName }) => serviceName,
    },
    {
      key: 'report',
      header: name.header,
      cell: ({ extract }) => <ReportName extract={extract} canOpen={canOpen} />,
    },
    { key: 'asked', header: t('handovers.overview.asked'), cell: ({ askedAt }) => formatShort(t, askedAt) },
    {
      key: 'deadline',
      header: t('handovers.overview.no-answer-by'),
      cell: ({ deadline }) => formatShort(t, deadline),
    },
    { key: 'now', header: t('handovers.overview.now'), cell: ({ extract }) => step.cell(extract) },
  ];
  return (
    <Listed text={t('handovers.overview.text.stil')}>
      <Table
        caption={t('handovers.overview.list.stil')}
        captionHidden
        columns={columns}
        rows={view.silent}
        rowKey={({ extract, askedAt, serviceName }) =>
          `${extract.number} ${serviceName} ${askedAt.getTime()}`
        }
        empty={<EmptyState title={t('handovers.overview.empty.stil')} />}
      />
      <CutShort shown={view.silent.length} total={view.totals.silent} />
    </Listed>
  );
}

function Listed({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Stack gap="small">
      <Small>{text}</Small>
      {children}
    </Stack>
  );
}
