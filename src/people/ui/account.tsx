import { useActionData, useLoaderData } from 'react-router';
import { formatShort } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  DataList,
  DoneNotice,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  SubmitButton,
  Table,
  TextInput,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { AccountView } from '../wire.ts';
import type { action, loader } from './account.server.ts';
import './log-in.css';

export { action, loader } from './account.server.ts';

/** Who I am here, my password, and where I am logged in. */
export default function AccountPage() {
  const t = useT();
  const { view, done } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  return (
    <Page title={t('log-in.account.title')} refused={refused}>
      {done && !refused ? <DoneNotice>{t('log-in.account.done')}</DoneNotice> : null}
      <Me view={view} />
      <Sessions view={view} />
      {view.providers.length > 0 ? <Providers view={view} /> : null}
      {view.hasPassword ? <Password view={view} /> : null}
    </Page>
  );
}

interface ViewProps {
  readonly view: AccountView;
}

function Me({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const second = view.hasSecondFactor
    ? t('log-in.account.second-on', { count: view.recoveryCodesLeft })
    : t('log-in.account.second-off');
  return (
    <Card>
      <DataList
        items={[
          { key: t('log-in.users.name'), value: view.name },
          { key: t('people.login.name'), value: view.login },
          { key: t('log-in.users.party'), value: view.partyName },
          {
            key: t('log-in.users.roles'),
            value: view.roles.map((role) => t(`people.role.${role}`)).join(', '),
          },
          { key: t('log-in.second.title'), value: second },
        ]}
      />
      <div className="wijk-row">
        <ButtonLink href={href('/account/berichten')}>{t('messages.own.title')}</ButtonLink>
        <ButtonLink href={href('/account/apparaten')}>{t('devices.title')}</ButtonLink>
        <ButtonLink href={href('/account/rooster')}>{t('duty.title')}</ButtonLink>
      </div>
    </Card>
  );
}

function Sessions({ view }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('log-in.account.sessions')}>
      <Paragraph>{t('log-in.account.sessions-text')}</Paragraph>
      <Table
        caption={t('log-in.account.sessions')}
        captionHidden
        columns={useSessionColumns()}
        rows={view.sessions}
        rowKey={({ id }) => id}
        empty={null}
      />
    </Card>
  );
}

function useSessionColumns(): Column<AccountView['sessions'][number]>[] {
  const t = useT();
  return [
    {
      key: 'begun',
      header: t('log-in.account.begun'),
      primary: true,
      cell: ({ createdAt }) => formatShort(t, createdAt),
    },
    { key: 'used', header: t('log-in.account.used'), cell: ({ seenAt }) => formatShort(t, seenAt) },
    {
      key: 'by',
      header: t('log-in.account.by'),
      cell: ({ providerName }) => providerName ?? t('people.login.name'),
    },
    {
      key: 'end',
      header: t('log-in.account.end'),
      cell: ({ id, isThis }) =>
        isThis ? (
          <Badge tone="info">{t('log-in.account.this')}</Badge>
        ) : (
          <Form intent="end">
            <HiddenInput name="session" value={id} />
            <Button>{t('log-in.account.end')}</Button>
          </Form>
        ),
    },
  ];
}

function Providers({ view }: ViewProps) {
  const t = useT();
  const answer = useActionData<typeof action>();
  const begun = answer !== undefined && 'linkAddress' in answer ? answer : undefined;
  const linked = view.providers.filter(({ isLinked }) => isLinked);
  const others = view.providers.filter(({ isLinked }) => !isLinked);
  return (
    <Card title={t('log-in.account.providers')}>
      <Paragraph>{t('log-in.account.providers-text')}</Paragraph>
      {begun ? (
        <div>
          <ButtonLink look="primary" href={begun.linkAddress}>
            {t('log-in.account.link-go', { provider: begun.linkName })}
          </ButtonLink>
        </div>
      ) : null}
      {linked.map(({ slug, name }) => (
        <Paragraph key={slug}>{t('log-in.account.linked', { provider: name })}</Paragraph>
      ))}
      {others.length > 0 ? (
        <Form intent="link">
          {view.hasPassword ? (
            <TextInput
              name="current"
              type="password"
              label={t('log-in.password.current')}
              autoComplete="current-password"
            />
          ) : null}
          {others.map(({ slug, name }) => (
            <Button key={slug} name="provider" value={slug}>
              {t('log-in.account.link', { provider: name })}
            </Button>
          ))}
        </Form>
      ) : null}
    </Card>
  );
}

function Password({ view }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('log-in.password.change')}>
      {view.isDemo ? (
        <Paragraph>{t('refusal.password-demo')}</Paragraph>
      ) : (
        <Form intent="password">
          <TextInput
            name="current"
            type="password"
            label={t('log-in.password.current')}
            autoComplete="current-password"
          />
          <TextInput
            name="password"
            type="password"
            label={t('log-in.password.new')}
            hint={t('log-in.password.hint')}
            autoComplete="new-password"
          />
          <TextInput
            name="repeat"
            type="password"
            label={t('log-in.password.repeat')}
            autoComplete="new-password"
          />
          <SubmitButton>{t('log-in.password.change')}</SubmitButton>
        </Form>
      )}
    </Card>
  );
}
