import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  ButtonLink,
  EmptyState,
  Link,
  Page,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { ManagedUserView } from '../wire.ts';
import type { loader } from './users.server.ts';

export { loader } from './users.server.ts';

export const handle: PageHandle = { wide: true };

/** Everybody who works here, who left too. */
export default function UsersPage() {
  const t = useT();
  const href = useTownHref();
  const { users } = useLoaderData<typeof loader>();
  return (
    <Page title={t('log-in.users.title')} lead={t('log-in.users.lead')}>
      <div>
        <ButtonLink look="primary" href={href('/gebruikers/nieuw')}>
          {t('log-in.users.new')}
        </ButtonLink>
      </div>
      <Table
        caption={t('log-in.users.title')}
        captionHidden
        columns={useColumns()}
        rows={users}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t('log-in.users.empty')} />}
      />
    </Page>
  );
}

function useColumns(): Column<ManagedUserView>[] {
  const t = useT();
  const href = useTownHref();
  return [
    {
      key: 'name',
      header: t('log-in.users.name'),
      primary: true,
      cell: ({ id, name }) => <Link href={href(`/gebruikers/${id}`)}>{name}</Link>,
    },
    { key: 'login', header: t('people.login.name'), cell: ({ login }) => login },
    { key: 'party', header: t('log-in.users.party'), cell: ({ partyName }) => partyName },
    {
      key: 'roles',
      header: t('log-in.users.roles'),
      cell: ({ roles }) =>
        roles.map((role) => t(`people.role.${role}`)).join(', ') || t('log-in.users.no-roles'),
    },
    {
      key: 'active',
      header: t('log-in.users.state'),
      cell: ({ active }) =>
        active ? (
          <Badge tone="done">{t('log-in.users.active')}</Badge>
        ) : (
          <Badge>{t('log-in.users.left')}</Badge>
        ),
    },
    {
      key: 'last',
      header: t('log-in.users.last'),
      cell: ({ lastLoginAt }) => (lastLoginAt ? formatDate(t, lastLoginAt) : t('log-in.users.never')),
    },
  ];
}
