import { useActionData, useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  Card,
  Checkbox,
  DataList,
  DoneNotice,
  Form,
  Page,
  Paragraph,
  Select,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { UserView } from '../wire.ts';
import type { action, loader } from './user.server.ts';
import { PasswordLink, RightsFields } from './user-parts.tsx';
import './log-in.css';

export { action, loader } from './user.server.ts';

/** One user: what that person may do, and how that person leaves. */
export default function UserPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const answer = useActionData<typeof action>();
  const { user, isSelf } = view;
  return (
    <Page
      title={user.name}
      back={{ href: href('/gebruikers'), text: t('log-in.users.title') }}
      aside={user.active ? null : <Badge>{t('log-in.users.left')}</Badge>}
      refused={refused}
    >
      {done && !refused ? <DoneNotice>{t('log-in.users.done')}</DoneNotice> : null}
      {answer !== undefined && 'link' in answer ? <PasswordLink link={answer.link} /> : null}
      <Facts view={view} />
      {isSelf ? <Paragraph>{t('refusal.user-self')}</Paragraph> : null}
      {user.active && !isSelf ? (
        <>
          <Rights view={view} />
          <Access view={view} />
          <Posts view={view} />
          <Leave />
        </>
      ) : null}
    </Page>
  );
}

interface ViewProps {
  readonly view: UserView;
}

function Facts({ view: { user } }: ViewProps) {
  const t = useT();
  return (
    <Card>
      <DataList
        items={[
          { key: t('people.login.name'), value: user.login },
          { key: t('log-in.users.party'), value: user.partyName },
          {
            key: t('log-in.users.roles'),
            value: user.roles.map((role) => t(`people.role.${role}`)).join(', '),
          },
          {
            key: t('log-in.users.last'),
            value: user.lastLoginAt ? formatDateTime(t, user.lastLoginAt) : t('log-in.users.never'),
          },
        ]}
      />
    </Card>
  );
}

function Rights({ view: { user, services } }: ViewProps) {
  const t = useT();
  const own = services.filter(({ partyId }) => partyId === user.partyId);
  return (
    <Card title={t('log-in.users.rights')}>
      <Form intent="rights" values={{ roles: [...user.roles], services: [...user.serviceIds] }}>
        <RightsFields services={own} />
        <SubmitButton>{t('log-in.users.save')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Access({ view }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('log-in.users.access')}>
      <Paragraph>{t('log-in.users.access-text')}</Paragraph>
      <Form intent="link">
        <Button>{t('log-in.users.new-link')}</Button>
      </Form>
      {view.hasSecondFactor ? (
        <Form intent="reset">
          <Button>{t('log-in.users.reset')}</Button>
        </Form>
      ) : null}
    </Card>
  );
}

/** Posts that must be somebody else's before this person can leave. */
function Posts({ view: { user, users, posts } }: ViewProps) {
  const t = useT();
  if (posts.leads.length === 0 && !posts.coordinator && !posts.manager) return null;
  const successors = users.filter(
    ({ id, active, partyId, roles }) =>
      active && id !== user.id && partyId === user.partyId && roles.length > 0,
  );
  return (
    <Card title={t('log-in.users.posts')} tone="attention">
      {posts.coordinator ? <Paragraph>{t('refusal.post-coordinator')}</Paragraph> : null}
      {posts.manager ? <Paragraph>{t('refusal.post-manager')}</Paragraph> : null}
      {posts.leads.map(({ id, name }) => (
        <Form key={id} intent={`lead-${id}`}>
          <Select
            name="successor"
            label={t('log-in.users.lead-of', { party: name })}
            options={successors.map((each) => ({ value: each.id, label: each.name }))}
          />
          <Button>{t('log-in.users.appoint')}</Button>
        </Form>
      ))}
    </Card>
  );
}

function Leave() {
  const t = useT();
  return (
    <Card title={t('log-in.users.leave')} tone="late">
      <Paragraph>{t('log-in.users.leave-text')}</Paragraph>
      <Form intent="leave">
        <Checkbox name="sure" label={t('log-in.users.leave-sure')} />
        <Button look="danger">{t('log-in.users.leave')}</Button>
      </Form>
    </Card>
  );
}
