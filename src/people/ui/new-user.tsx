import { useActionData, useLoaderData } from 'react-router';
import {
  ButtonLink,
  Card,
  Form,
  HiddenInput,
  Page,
  Select,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { action, loader } from './new-user.server.ts';
import { PasswordLink, RightsFields } from './user-parts.tsx';
import './log-in.css';

export { action, loader } from './new-user.server.ts';

/** A new user; a log-in name, an organisation, and what that person may do. */
export default function NewUserPage() {
  const t = useT();
  const href = useTownHref();
  const refused = useFormState() !== undefined;
  const answer = useActionData<typeof action>();
  const made = answer !== undefined && 'link' in answer ? answer : undefined;
  const back = { href: href('/gebruikers'), text: t('log-in.users.title') };
  return (
    <Page title={made ? t('log-in.users.made') : t('log-in.users.new')} back={back} refused={refused}>
      {made ? (
        <>
          <PasswordLink link={made.link} />
          <div>
            <ButtonLink look="primary" href={href(`/gebruikers/${made.userId}`)}>
              {t('log-in.users.open')}
            </ButtonLink>
          </div>
        </>
      ) : (
        <NewUserForm />
      )}
    </Page>
  );
}

function NewUserForm() {
  const t = useT();
  const { parties, services, key } = useLoaderData<typeof loader>();
  const labels = {
    name: t('log-in.users.name'),
    login: t('people.login.name'),
    party: t('log-in.users.party'),
  };
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  const choices = services
    .map(({ id, name, partyId }) => ({ id, name: `${names.get(partyId) ?? ''}: ${name}` }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
  return (
    <Card>
      <Form values={{ key }} labels={labels}>
        <KeyField />
        <TextInput name="name" label={labels.name} />
        <TextInput name="login" label={labels.login} hint={t('log-in.users.login-hint')} spellCheck={false} />
        <Select
          name="party"
          label={labels.party}
          options={parties.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <RightsFields services={choices} />
        <SubmitButton>{t('log-in.users.make')}</SubmitButton>
      </Form>
    </Card>
  );
}

/** Stays the same when the form is shown again, so that it makes one user. */
function KeyField() {
  const { key } = useLoaderData<typeof loader>();
  const kept = useFormState()?.values['key'];
  return <HiddenInput name="key" value={typeof kept === 'string' ? kept : key} />;
}
