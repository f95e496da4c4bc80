import { useLoaderData } from 'react-router';
import { formatDate, formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  EmptyState,
  Heading,
  Page,
  Paragraph,
  Small,
  Table,
  useT,
  type Column,
} from '../../kit/web/index.tsx';
import type { DestructionView } from '../wire.ts';
import type { loader } from './destruction.server.ts';
import './rights.css';

export { loader } from './destruction.server.ts';

export const handle: PageHandle = { wide: true };

type Planned = DestructionView['planned'][number];
type Proof = DestructionView['proofs'][number];

/** What went and what goes next, in numbers; and whether the proofs still follow from each other. */
export default function DestructionPage() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Page title={t('rights.destruction.title')} lead={t('rights.destruction.lead')}>
      {view.brokenAt === undefined ? null : (
        <Alert kind="error" title={t('rights.destruction.broken')}>
          <Paragraph>{t('rights.destruction.broken-text', { seq: String(view.brokenAt) })}</Paragraph>
        </Alert>
      )}
      <section className="wijk-stack wijk-stack--small" aria-labelledby="planned">
        <Heading level={2} id="planned">
          {t('rights.destruction.planned')}
        </Heading>
        <Small>
          {t('rights.destruction.planned-text')}{' '}
          {t('rights.destruction.reckoned', { at: formatDateTime(t, view.at) })}
        </Small>
        <Table
          caption={t('rights.destruction.planned')}
          captionHidden
          columns={useColumns()}
          rows={view.planned}
          rowKey={(row) => `${row.class} ${row.table} ${row.step}`}
          empty={<EmptyState title={t('rights.destruction.planned-empty')} />}
        />
      </section>
      <section className="wijk-stack wijk-stack--small" aria-labelledby="proofs">
        <Heading level={2} id="proofs">
          {t('rights.destruction.proofs')}
        </Heading>
        <Small>
          {t('rights.destruction.proofs-text')}{' '}
          {t('rights.destruction.proven', { at: formatDateTime(t, view.at) })}
        </Small>
        <Table
          caption={t('rights.destruction.proofs')}
          captionHidden
          columns={useProofColumns()}
          rows={view.proofs}
          rowKey={({ seq }) => String(seq)}
          empty={<EmptyState title={t('rights.destruction.proofs-empty')} />}
        />
      </section>
    </Page>
  );
}

function useColumns(): Column<Planned>[] {
  const t = useT();
  return [
    {
      key: 'class',
      header: t('rights.destruction.class'),
      primary: true,
      cell: (row) => t(`people.data-class.${row.class}`),
    },
    { key: 'step', header: t('rights.destruction.step'), cell: ({ step }) => t(`rights.step.${step}`) },
    { key: 'count', header: t('rights.destruction.count'), numeric: true, cell: ({ count }) => count },
    {
      key: 'due',
      header: t('rights.destruction.due'),
      cell: ({ oldest, newest }) =>
        t('rights.destruction.from-to', { from: formatDate(t, oldest), to: formatDate(t, newest) }),
    },
  ];
}

function useProofColumns(): Column<Proof>[] {
  const t = useT();
  const [name, step, count, due] = useColumns();
  return [
    {
      key: 'seq',
      header: t('rights.destruction.seq'),
      primary: true,
      cell: ({ seq, at }) => (
        <span className="wijk-two-lines">
          {String(seq)}
          <time className="wijk-small" dateTime={at.toISOString()}>
            {formatDateTime(t, at)}
          </time>
        </span>
      ),
    },
    ...[name, step, count, due].flatMap((column) => (column ? [{ ...column, primary: false }] : [])),
    {
      key: 'hash',
      header: t('rights.destruction.hash'),
      cell: ({ hash }) => <code className="wijk-hash">{hash}</code>,
    },
  ];
}
