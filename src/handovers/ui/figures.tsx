import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatDate, formatDateTime } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  DoneNotice,
  EmptyState,
  Heading,
  Page,
  Paragraph,
  Small,
  Stack,
  Table,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { FigureRow, FiguresView } from '../overview-wire.ts';
import { Comments } from './figures-comments.tsx';
import type { loader } from './figures.server.ts';
import { QuarterForm } from './quarter-form.tsx';
import './work.css';

export { action, loader } from './figures.server.ts';

export const handle: PageHandle = { wide: true };

/** How offers were answered: by organisation and by what they were about, never by person. */
export default function FiguresPage() {
  const t = useT();
  const href = useTownHref();
  const { view, back, saved } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const way = back ? { back: { href: href('/overzicht'), text: t('handovers.overview.title') } } : {};
  return (
    <Page title={t('figures.title')} lead={t('figures.lead')} refused={refused} {...way}>
      {saved && !refused ? <DoneNotice>{t('mirror.saved')}</DoneNotice> : null}
      <QuarterForm action={href('/overzicht/cijfers')} period={view} />
      <Small>
        {t('figures.source', { from: formatDate(t, view.from), until: lastDay(t, view) })}{' '}
        {t(view.isRunning ? 'figures.running' : 'figures.complete')} {t('figures.too-few-rule')}{' '}
        {t('figures.time-text')} {t('figures.counted', { at: formatDateTime(t, view.now) })}
      </Small>
      <Section title={t('figures.by-party')} text={t('figures.by-party-text')}>
        <Figures caption={t('figures.by-party')} rows={view.byParty} total={view.total} />
        <NotYet view={view} />
      </Section>
      <Section title={t('figures.comments')}>
        <Comments view={view} />
      </Section>
      <Section title={t('figures.by-nature')}>
        <Figures
          caption={t('figures.by-nature')}
          rows={view.byNature.map((row) => ({ ...row, name: t(`triage.nature.${row.key}`) }))}
          total={view.total}
        />
      </Section>
      {view.reasons ? (
        <Section title={t('figures.reasons')} text={t('figures.reasons-text')}>
          <Reasons reasons={view.reasons} />
        </Section>
      ) : null}
    </Page>
  );
}

/** The last day that counts: of a quarter that runs, today. */
function lastDay(t: T, { until, isRunning, now }: FiguresView): string {
  return formatDate(t, isRunning ? now : new Date(until.getTime() - 1));
}

function Section({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}) {
  return (
    <Stack gap="small">
      <Heading level={2}>{title}</Heading>
      {text === undefined ? null : <Small>{text}</Small>}
      {children}
    </Stack>
  );
}

/** Whose figures are seen by themselves alone until then. */
function NotYet({ view: { byParty, ownFirstUntil } }: { readonly view: FiguresView }) {
  const t = useT();
  const names = byParty.filter(({ opensAt }) => opensAt).map(({ name }) => name);
  if (!ownFirstUntil || names.length === 0) return null;
  return (
    <Paragraph>
      {t('figures.not-yet', { at: formatDate(t, ownFirstUntil), names: names.join('; ') })}
    </Paragraph>
  );
}

interface FiguresProps {
  readonly caption: string;
  readonly rows: readonly FigureRow[];
  readonly total: FigureRow;
}

function Figures({ caption, rows, total }: FiguresProps) {
  const t = useT();
  const seen = [...rows, { ...total, name: t('figures.total') }].filter(({ opensAt }) => !opensAt);
  if (rows.length > 0 && seen.length === 0) return null;
  return (
    <Table
      caption={caption}
      captionHidden
      columns={useColumns()}
      rows={rows.length === 0 ? [] : seen}
      rowKey={({ key }) => key}
      empty={<EmptyState title={t('figures.empty')} />}
    />
  );
}

function useColumns(): Column<FigureRow>[] {
  const t = useT();
  const share = (part: number | undefined, n: number | undefined): string =>
    part === undefined || n === undefined || n === 0
      ? t('figures.too-few')
      : t('figures.share', { percent: Math.round((100 * part) / n) });
  return [
    {
      key: 'name',
      header: t('figures.group'),
      primary: true,
      cell: ({ name, isOwn }) => (
        <span className="wijk-name">
          {name}
          {isOwn ? <Badge tone="info">{t('figures.own')}</Badge> : null}
        </span>
      ),
    },
    numeric('n', t('figures.answered'), ({ answered }) =>
      answered ? String(answered.n) : t('figures.too-few'),
    ),
    numeric('in-time', t('figures.in-time'), ({ answered }) => share(answered?.inTime, answered?.n)),
    numeric('declined', t('figures.declined'), ({ answered }) => share(answered?.declined, answered?.n)),
    numeric('silent', t('figures.silent'), ({ answered }) => share(answered?.silent, answered?.n)),
    numeric('time', t('figures.time'), ({ acceptance }) => timeText(t, acceptance)),
    numeric('contact', t('figures.contact'), ({ contact }) =>
      contact && contact.n > 0
        ? t('figures.share-of', { percent: Math.round((100 * contact.inTime) / contact.n), n: contact.n })
        : t('figures.too-few'),
    ),
    numeric('warm', t('figures.warm'), ({ warm }) =>
      warm && warm.n > 0
        ? t('figures.share-of', { percent: Math.round((100 * warm.spoken) / warm.n), n: warm.n })
        : t('figures.too-few'),
    ),
  ];
}

function numeric(key: string, header: string, cell: (row: FigureRow) => ReactNode): Column<FigureRow> {
  return { key, header, cell, numeric: true };
}

function timeText(t: T, acceptance: FigureRow['acceptance']): string {
  if (!acceptance || acceptance.n === 0) return t('figures.too-few');
  const { n, halfHours, mostHours, promisedHours } = acceptance;
  return t('figures.hours-of', {
    half: hours(halfHours),
    most: hours(mostHours),
    promised: hours(promisedHours),
    n,
  });
}

/** Whole hours, and halves below ten. */
function hours(value: number): number {
  return value < 10 ? Math.round(value * 2) / 2 : Math.round(value);
}

type Reason = NonNullable<FiguresView['reasons']>[number];

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  const t = useT();
  if (reasons.length === 0) return <Paragraph>{t('figures.no-reasons')}</Paragraph>;
  const columns: Column<Reason>[] = [
    {
      key: 'reason',
      header: t('figures.reason'),
      primary: true,
      cell: ({ reason }) => t(`handovers.reason.${reason}`),
    },
    {
      key: 'count',
      header: t('figures.count'),
      numeric: true,
      cell: ({ count }) => (count === undefined ? t('figures.too-few') : String(count)),
    },
  ];
  return (
    <Table
      caption={t('figures.reasons')}
      captionHidden
      columns={columns}
      rows={reasons}
      rowKey={({ reason }) => reason}
      empty={null}
    />
  );
}
