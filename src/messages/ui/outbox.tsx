import type { ComponentProps } from 'react';
import { useLoaderData } from 'react-router';
import { formatShort, formatTimeLeft } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  EmptyState,
  Form,
  Hidden,
  HiddenInput,
  Page,
  Paragraph,
  Row,
  Small,
  TabLinks,
  Table,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import { TroubleState } from '../model.ts';
import type { MessageView, OutboxView } from '../wire.ts';
import type { loader } from './outbox.server.ts';

export { action, loader } from './outbox.server.ts';

export const handle: PageHandle = { wide: true };

/** What leaves the house by mail: what waits, what failed and why, and the buttons to do something about it. */
export default function OutboxPage() {
  const t = useT();
  const { view, hasServer } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('messages.outbox.title')}
      lead={t('messages.outbox.lead')}
      refused={useFormState() !== undefined}
    >
      {hasServer ? null : (
        <Alert kind="warning" title={t('messages.outbox.no-server')}>
          <Paragraph>{t('messages.outbox.no-server-text')}</Paragraph>
        </Alert>
      )}
      <States view={view} />
      {view.state === 'failed' && view.causes.length > 0 ? <Causes view={view} /> : null}
      <Messages view={view} hasServer={hasServer} />
    </Page>
  );
}

interface ViewProps {
  readonly view: OutboxView;
}

function States({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const tabs = TroubleState.options.map((state) => ({
    href: href(`/berichten?staat=${state}`),
    label: t(`messages.state.${state}`),
    count: view.counts[state] ?? 0,
    current: state === view.state,
  }));
  return <TabLinks label={t('messages.outbox.states')} tabs={tabs} />;
}

/** One card for each cause: what it means, what to do, and one button for all of them. */
function Causes({ view }: ViewProps) {
  const t = useT();
  return (
    <Row>
      {view.causes.map(({ cause, count, maySendAgain }) => (
        <Card
          key={cause}
          level={2}
          title={t(`messages.cause.${cause}`)}
          aside={<Badge tone="late">{t('messages.outbox.count', { count })}</Badge>}
        >
          <Small>{t(`messages.cure.${cause}`)}</Small>
          {maySendAgain ? (
            <Form intent="all-again">
              <HiddenInput name="cause" value={cause} />
              <Button>{t('messages.outbox.all-again', { count })}</Button>
            </Form>
          ) : null}
        </Card>
      ))}
    </Row>
  );
}

const TONES: Readonly<Record<MessageView['state'], ComponentProps<typeof Badge>['tone']>> = {
  waiting: 'info',
  failed: 'late',
  stopped: 'attention',
};

function Messages({ view, hasServer }: ViewProps & { readonly hasServer: boolean }) {
  const t = useT();
  const columns: Column<MessageView>[] = [
    {
      key: 'what',
      header: t('messages.outbox.what'),
      primary: true,
      cell: ({ kind }) => t(`messages.kind.${kind}`),
    },
    { key: 'to', header: t('messages.outbox.to'), cell: ({ to }) => <To to={to} /> },
    { key: 'at', header: t('messages.outbox.at'), cell: ({ at }) => formatShort(t, at) },
    {
      key: 'state',
      header: t('messages.outbox.state'),
      cell: (message) => <How message={message} now={view.now} hasServer={hasServer} />,
    },
    { key: 'do', header: t('messages.outbox.do'), cell: (message) => <Orders message={message} /> },
  ];
  return (
    <Table
      caption={t(`messages.state.${view.state}`)}
      captionHidden
      columns={columns}
      rows={view.messages}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t(`messages.empty.${view.state}`)} />}
    />
  );
}

function To({ to }: Pick<MessageView, 'to'>) {
  const t = useT();
  if (to.kind !== 'user') return t(`messages.outbox.${to.kind}`);
  if (!to.onDevice) return to.name;
  return (
    <span className="wijk-stack wijk-stack--small">
      <span>{to.name}</span>
      <Small>{t('devices.outbox')}</Small>
    </span>
  );
}

/** The state, and why and when in words. */
function How({
  message,
  now,
  hasServer,
}: {
  readonly message: MessageView;
  readonly now: Date;
  readonly hasServer: boolean;
}) {
  const t = useT();
  const { state, cause, attempts, nextTryAt, settledAt } = message;
  const when =
    nextTryAt !== null
      ? nextTryText()
      : settledAt && t('messages.outbox.settled', { moment: formatShort(t, settledAt) });
  function nextTryText() {
    if (nextTryAt === null || nextTryAt <= now)
      return t(hasServer ? 'messages.outbox.now' : 'messages.outbox.waits-for-server');
    return t('messages.outbox.next-try', { moment: formatTimeLeft(t, nextTryAt, now) });
  }
  return (
    <span className="wijk-stack wijk-stack--small">
      <span>
        <Badge tone={TONES[state]}>{t(`messages.state-one.${state}`)}</Badge>
      </span>
      <Small>
        {cause === null ? null : `${t(`messages.cause.${cause}`)}. `}
        {attempts > 0 ? `${t('messages.outbox.tries', { count: attempts })} ` : null}
        {when}
      </Small>
    </span>
  );
}

function Orders({ message: { id, kind, state, maySendAgain } }: { readonly message: MessageView }) {
  const t = useT();
  const intent = state === 'waiting' ? 'stop' : maySendAgain ? 'again' : undefined;
  if (intent === undefined) return null;
  return (
    <Form intent={intent}>
      <HiddenInput name="message" value={id} />
      <Button look={intent === 'stop' ? 'subtle' : 'secondary'}>
        {t(`messages.outbox.${intent}`)}
        <Hidden> {t(`messages.kind.${kind}`)}</Hidden>
      </Button>
    </Form>
  );
}
