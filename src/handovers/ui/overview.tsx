import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatShort } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  EmptyState,
  Hidden,
  Link,
  Page,
  Paragraph,
  Small,
  Stack,
  Table,
  TabLinks,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import { CoordinationList, type CoordinationView } from '../overview-wire.ts';
import type { ExtractView } from '../wire.ts';
import { byPressure, CutShort, ReportName, toneOf, useExtractColumns } from './extract-parts.tsx';
import { GoToReport } from './go-to.tsx';
import { KeySheet } from './key-sheet.tsx';
import { LiveLine } from './live-line.tsx';
import { OverviewFilter, queryOf } from './overview-filter.tsx';
import type { loader } from './overview.server.ts';
import { UntoldTable } from './untold.tsx';
import './work.css';

export { loader } from './overview.server.ts';

export const handle: PageHandle = { wide: true, live: true, script: '/keys.js' };

/** How the coordination of the municipality stands: what waits for a decision, what is late or will be, who is silent. */
export default function OverviewPage() {
  const t = useT();
  const href = useTownHref();
  const { view, canOpen } = useLoaderData<typeof loader>();
  return (
    <Page title={t('handovers.overview.title')} aside={canOpen ? <GoToReport /> : undefined}>
      {canOpen ? <LiveLine now={view.now} shown={view.rows} all /> : null}
      <OnDuty view={view} />
      <Full view={view} />
      <Paragraph>
        <Link href={href('/overzicht/cijfers')}>{t('overview.figures')}</Link>
        {' · '}
        <Link href={href('/bezetting')}>{t('cover.title')}</Link>
        {' · '}
        <Link href={href('/spiegel')}>{t('mirror.nav')}</Link>
      </Paragraph>
      <Lists view={view} />
      <OverviewFilter view={view} />
      <Shown view={view} canOpen={canOpen} />
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
  return (
    <dl className={inHand >= capacity ? 'wijk-turn wijk-turn--late' : 'wijk-turn'}>
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
      <div className="wijk-turn__item">
        <dt>{t('handovers.overview.ratings')}</dt>
        <dd>{ratings ? t('handovers.overview.rated', ratings) : t('handovers.overview.too-few')}</dd>
      </div>
    </dl>
  );
}

/** More than one person can decide on: that the manager knows, and what each can do about it. */
function Full({ view: { inHand, capacity } }: { readonly view: CoordinationView }) {
  const t = useT();
  if (inHand < capacity) return null;
  return (
    <Alert kind="warning" title={t('overview.full.title')}>
      <Paragraph>{t('handovers.overview.full-text')}</Paragraph>
      <ul className="wijk-list">
        {(['colleague', 'hand-on', 'roster'] as const).map((way) => (
          <li key={way}>{t(`overview.full.${way}`)}</li>
        ))}
      </ul>
    </Alert>
  );
}

interface ViewProps {
  readonly view: CoordinationView;
}

function Lists({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const tabs = CoordinationList.options.map((each) => ({
    href: href(`/overzicht?${queryOf(view.filter, each)}`),
    label: t(`handovers.overview.list.${each}`),
    count: view.totals[each],
    current: each === view.list,
  }));
  return <TabLinks label={t('handovers.overview.lists')} tabs={tabs} />;
}

interface ShownProps extends ViewProps {
  readonly canOpen: boolean;
}

function Shown({ view, canOpen }: ShownProps) {
  const t = useT();
  if (view.list === 'stil') return <Silent view={view} canOpen={canOpen} />;
  if (view.list === 'informeren') {
    return (
      <Listed text={t('handovers.overview.text.informeren')}>
        <UntoldTable tasks={view.untold} now={view.now} canOpen={canOpen} />
      </Listed>
    );
  }
  return <Extracts view={view} canOpen={canOpen} />;
}

function Extracts({ view, canOpen }: ShownProps) {
  const t = useT();
  const { userName } = useLoaderData<typeof loader>();
  const { list, rows } = view;
  const { name, place, urgency, step, owner, deadline } = useExtractColumns({ now: view.now, canOpen });
  const take: Column<ExtractView> = {
    key: 'take-over',
    header: t('overview.take-over'),
    cell: (extract) => (extract.ownerName === userName ? null : <TakeOver extract={extract} />),
  };
  // a column in which nothing can be done says nothing
  const canTake = canOpen && rows.some(({ ownerName }) => ownerName !== userName);
  const columns =
    list === 'besluit' ? [name, place, urgency, step, deadline] : [name, place, owner, step, deadline];
  return (
    <Listed text={t(`handovers.overview.text.${list}`)}>
      <Table
        caption={t(`handovers.overview.list.${list}`)}
        captionHidden
        columns={canTake ? [...columns, take] : columns}
        rows={rows.toSorted(byPressure)}
        rowKey={({ number }) => String(number)}
        rowTone={toneOf}
        empty={<EmptyState title={t(`handovers.overview.empty.${list}`)} />}
      />
      <CutShort shown={rows.length} total={view.found} />
    </Listed>
  );
}

/** Takes one report over from the list: the same as on its own page, one press away. */
function TakeOver({ extract: { number } }: { readonly extract: ExtractView }) {
  const t = useT();
  const href = useTownHref();
  return (
    <form method="post" action={href(`/werk/${number}`)}>
      <input type="hidden" name="intent" value="take-over" />
      <Button look="subtle">
        {t('overview.take-over')}
        <Hidden> {t('overview.take-over-which', { number: String(number) })}</Hidden>
      </Button>
    </form>
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
      cell: ({ serviceName }) => serviceName ?? t('outside.silent'),
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
          `${extract.number} ${serviceName ?? ''} ${askedAt.getTime()}`
        }
        empty={<EmptyState title={t('handovers.overview.empty.stil')} />}
      />
      <CutShort shown={view.silent.length} total={view.found} />
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
