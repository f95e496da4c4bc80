import { useLoaderData, useLocation } from 'react-router';
import type { T } from '../../kit/translate.ts';
import {
  Button,
  ButtonLink,
  Card,
  DoneNotice,
  Form,
  Heading,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { loader } from './log-in.server.ts';
import './log-in.css';

export { action, loader } from './log-in.server.ts';

/** The way in for who works here. */
export default function LogInPage() {
  const t = useT();
  const href = useTownHref();
  const { demo, providers } = useLoaderData<typeof loader>();
  const { search } = useLocation();
  const said = new URLSearchParams(search);
  const refused = useFormState();
  return (
    <Page title={t('people.login.title')} lead={t('people.login.lead')} refused={refused !== undefined}>
      {said.has('uit') && !refused ? <Said text={t('people.login.logged-out')} /> : null}
      {said.has('wachtwoord') && !refused ? <Said text={t('log-in.password.set')} /> : null}
      <div className={demo ? 'wijk-login wijk-login--demo' : 'wijk-login'}>
        <Card>
          <Providers providers={providers} search={search} />
          <Form intent="login">
            <TextInput
              name="login"
              label={t('people.login.name')}
              autoComplete="username"
              spellCheck={false}
            />
            <TextInput
              name="password"
              type="password"
              label={t('people.login.password')}
              autoComplete="current-password"
            />
            <SubmitButton>{t('people.login.submit')}</SubmitButton>
          </Form>
        </Card>
        {demo ? <DemoLogins {...demo} /> : null}
      </div>
      <Paragraph>
        {t('people.login.reporter')} <Link href={href('/volgen')}>{t('people.login.follow')}</Link>
      </Paragraph>
    </Page>
  );
}

/** The municipality's own log-in comes first: most people have no password here. */
function Providers({ providers, search }: ProvidersProps) {
  const t = useT();
  const href = useTownHref();
  if (providers.length === 0) return null;
  const wanted = new URLSearchParams(search).get('naar');
  const query = wanted === null ? '' : `?naar=${encodeURIComponent(wanted)}`;
  return (
    <div className="wijk-providers">
      {providers.map(({ slug, name }) => (
        <ButtonLink key={slug} look="primary" href={href(`/inloggen/${slug}${query}`)}>
          {t('log-in.provider.go', { provider: name })}
        </ButtonLink>
      ))}
      <Paragraph>{t('log-in.provider.or')}</Paragraph>
    </div>
  );
}

interface ProvidersProps {
  readonly providers: readonly { readonly slug: string; readonly name: string }[];
  readonly search: string;
}

function Said({ text }: { readonly text: string }) {
  return <DoneNotice>{text}</DoneNotice>;
}

/** Codes of roles, with commas between them; what is no code stands as it is. */
function roleWords(t: T, roles: string): string {
  const words = (role: string) => (t.has(`people.role.${role}`) ? t(`people.role.${role}`) : role);
  return roles.split(', ').map(words).join(', ');
}

type Demo = NonNullable<Awaited<ReturnType<typeof loader>>['demo']>;

/** Everybody of the demo town, one click each. The server gives this list on a loopback address only. */
function DemoLogins({ password, logins }: Demo) {
  const t = useT();
  return (
    <Card title={t('people.login.demo-title')} tone="soft">
      <Paragraph>
        {t('people.login.demo-text')} <code className="wijk-code">{password}</code>
      </Paragraph>
      <Paragraph>{t('log-in.demo.no-second-step')}</Paragraph>
      <div className="wijk-demo-parties">
        {[...Map.groupBy(logins, ({ party }) => party)].map(([party, people]) => (
          <section key={party} className="wijk-stack wijk-stack--small">
            <Heading level={3}>{party}</Heading>
            <ul className="wijk-demo-logins">
              {people.map((person) => (
                <li key={person.login}>
                  <DemoLogIn password={password} {...person} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Card>
  );
}

/** With the log-in name, so that it can be typed elsewhere too. */
function DemoLogIn({ login, name, role, password }: Demo['logins'][number] & Pick<Demo, 'password'>) {
  const t = useT();
  return (
    <Form intent={`demo-${login}`}>
      <HiddenInput name="login" value={login} />
      <HiddenInput name="password" value={password} />
      <Button>
        <span className="wijk-demo-logins__name">{name}</span>{' '}
        <span className="wijk-demo-logins__role">{roleWords(t, role)}</span>{' '}
        <span className="wijk-demo-logins__login">{login}</span>
      </Button>
    </Form>
  );
}
