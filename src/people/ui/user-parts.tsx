import { Alert, CheckboxGroup, Paragraph, useT } from '../../kit/web/index.tsx';
import { Role } from '../model.ts';

interface Service {
  readonly id: string;
  readonly name: string;
}

/** The roles somebody can have, and the services of the own organisation. */
export function RightsFields({ services }: { readonly services: readonly Service[] }) {
  const t = useT();
  const roles = Role.options.map((role) => ({ value: role, label: t(`people.role.${role}`) }));
  return (
    <>
      <CheckboxGroup name="roles" label={t('log-in.users.roles')} options={roles} optional />
      {services.length > 0 ? (
        <CheckboxGroup
          name="services"
          label={t('log-in.users.services')}
          hint={t('log-in.users.services-hint')}
          options={services.map(({ id, name }) => ({ value: id, label: name }))}
          optional
        />
      ) : null}
    </>
  );
}

/** The link to set a password: seen once, for three days. */
export function PasswordLink({ link }: { readonly link: string }) {
  const t = useT();
  return (
    <Alert kind="warning" role="status" title={t('log-in.users.link-title')}>
      <Paragraph>{t('log-in.users.link-text')}</Paragraph>
      <p className="nl-paragraph">
        <code className="wijk-code">{link}</code>
      </p>
    </Alert>
  );
}
