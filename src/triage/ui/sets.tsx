import { useLoaderData } from 'react-router';
import { formatDateTime, formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Button,
  ButtonLink,
  Card,
  Details,
  EmptyState,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  SubmitButton,
  Table,
  TextArea,
  TextInput,
  Timeline,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { ActivationView, SetsView, SetSummary } from '../wire.ts';
import { setName, setPath, setTitle } from './labels.ts';
import { DoneMessage, Lost } from './notices.tsx';
import { StateBadge } from './state-badge.tsx';
import type { loader } from './sets.server.ts';
import './tables.css';

export { action, loader } from './sets.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: SetsView;
}

/** What the municipality weighs with now, what is coming, and every set that was made. */
export default function SetsPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  return (
    <Page title={t('tables.title')} lead={t('tables.lead')} refused={useFormState() !== undefined}>
      <DoneMessage done={done} />
      <Lost shown={['draft', ...(view.back && view.mayEdit ? ['undo'] : [])]} />
      <div className="wijk-cards">
        <Active view={view} />
        {view.mayEdit ? <NewDraft view={view} /> : null}
      </div>
      {view.planned.length > 0 ? <Planned view={view} /> : null}
      <Sets view={view} />
      {view.mayApprove ? (
        <div>
          <ButtonLink href={href('/beslistabellen/uitnodiging')}>{t('tables.guest.to')}</ButtonLink>
        </div>
      ) : null}
      <History view={view} />
    </Page>
  );
}

/** In force now, and the one step back. */
function Active({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const { which, since, usable } = view.active;
  return (
    <Card title={t('tables.active.title')} aside={<Badge tone="done">{t('tables.state.active')}</Badge>}>
      <Paragraph>
        <Link href={href(setPath(which))}>{setTitle(t, which)}</Link>
        {since ? ` · ${t('tables.since', { moment: formatDateTime(t, since) })}` : null}
      </Paragraph>
      {usable ? null : (
        <Alert kind="error" title={t('tables.unusable.title')}>
          <Paragraph>{t('tables.unusable.text')}</Paragraph>
        </Alert>
      )}
      {view.back && view.mayEdit ? <Undo view={view} which={view.back.which} /> : null}
    </Card>
  );
}

function Undo({ view, which }: ViewProps & { readonly which: number | null }) {
  const t = useT();
  const { fresh } = useLoaderData<typeof loader>();
  const isOpen = useFormState()?.values.intent === 'undo';
  return (
    <Details summary={t('tables.undo.to', { set: setName(t, which) })} open={isOpen}>
      <Form intent="undo" labels={{ reason: t('tables.reason') }}>
        <HiddenInput name="key" value={fresh.undo} />
        <HiddenInput name="seen" value={view.seen} />
        <Paragraph>{t('tables.undo.text')}</Paragraph>
        <TextInput name="reason" label={t('tables.reason')} maxLength={2000} />
        <SubmitButton>{t('tables.undo.submit', { set: setName(t, which) })}</SubmitButton>
      </Form>
    </Details>
  );
}

function NewDraft({ view }: ViewProps) {
  const t = useT();
  const { fresh } = useLoaderData<typeof loader>();
  return (
    <Card title={t('tables.draft.title')}>
      <Form intent="draft">
        <HiddenInput name="key" value={fresh.draft} />
        <HiddenInput name="from" value={String(view.active.which ?? 'standaard')} />
        <Paragraph>{t('tables.draft.text', { set: setName(t, view.active.which) })}</Paragraph>
        <TextArea
          name="note"
          rows={2}
          optional
          maxLength={2000}
          label={t('tables.note')}
          hint={t('tables.note-hint')}
        />
        <SubmitButton>{t('tables.draft.submit')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Planned({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  return (
    <Card title={t('tables.planned.title')}>
      <ul className="wijk-planned">
        {view.planned.map(({ id, which, activeFrom, byName }) => (
          <li key={id}>
            <Link href={href(setPath(which))}>{setTitle(t, which)}</Link>
            {` · ${t('tables.planned.from', { moment: formatDateTime(t, activeFrom), name: byName })}`}
            {view.mayEdit ? (
              <form method="post">
                <HiddenInput name="intent" value="withdraw" />
                <HiddenInput name="plan" value={id} />
                <Button look="subtle">{t('tables.planned.withdraw')}</Button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Sets({ view }: ViewProps) {
  const t = useT();
  return (
    <Table
      caption={t('tables.sets')}
      columns={useColumns()}
      rows={view.sets}
      rowKey={({ number }) => String(number)}
      empty={
        <EmptyState title={t('tables.none')}>
          <Paragraph>{t('tables.none-text')}</Paragraph>
        </EmptyState>
      }
    />
  );
}

function useColumns(): Column<SetSummary>[] {
  const t = useT();
  const href = useTownHref();
  return [
    {
      key: 'set',
      header: t('tables.column-set'),
      primary: true,
      cell: ({ number }) => <Link href={href(setPath(number))}>{setTitle(t, number)}</Link>,
    },
    { key: 'state', header: t('tables.column-state'), cell: (row) => <StateBadge {...row} /> },
    { key: 'note', header: t('tables.note'), cell: ({ note }) => note || '–' },
    { key: 'author', header: t('tables.column-author'), cell: ({ authorName }) => authorName },
    {
      key: 'changed',
      header: t('tables.column-changed'),
      cell: ({ changedAt }) => <span className="wijk-nowrap">{formatShort(t, changedAt)}</span>,
    },
  ];
}

/** Every activation there was, the newest first: going back stands here as well. */
function History({ view }: ViewProps) {
  const t = useT();
  if (view.history.length === 0) return null;
  return (
    <Card title={t('tables.history.title')}>
      <Timeline
        items={view.history.map((one) => ({
          key: one.id,
          title: historyTitle(t, one),
          time: formatDateTime(t, one.activeFrom),
          at: one.activeFrom,
          by: one.byName,
          detail: detailOf(t, one),
          tone: one.withdrawnAt ? ('neutral' as const) : one.kind === 'undo' ? 'attention' : 'done',
        }))}
      />
    </Card>
  );
}

function historyTitle(t: T, { kind, which }: ActivationView): string {
  return t(`tables.history.${kind}`, { set: setName(t, which) });
}

function detailOf(t: T, { reason, withdrawnAt, withdrawnByName }: ActivationView) {
  const withdrawn = withdrawnAt
    ? t('tables.history.withdrawn', { moment: formatDateTime(t, withdrawnAt), name: withdrawnByName ?? '' })
    : '';
  if (!reason && !withdrawn) return undefined;
  return (
    <>
      {withdrawn ? <Paragraph>{withdrawn}</Paragraph> : null}
      {reason ? <Paragraph>{reason}</Paragraph> : null}
    </>
  );
}
