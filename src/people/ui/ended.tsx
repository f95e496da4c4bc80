import { useActionData, useLoaderData } from 'react-router';
import {
  Button,
  ButtonLink,
  Card,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
  Words,
} from '../../kit/web/index.tsx';
import type { action, loader } from './ended.server.ts';
import './log-in.css';

export { action, loader } from './ended.server.ts';

/** The session was over when somebody sent a form. What was typed waits here. */
export default function EndedPage() {
  const answer = useActionData<typeof action>();
  if (answer === undefined) return <Plain />;
  return answer.state === 'send' ? <SendAfterAll {...answer} /> : <Ask packed={answer.packed} />;
}

/** Without something that was sent, as after reloading: just the way in. */
function Plain() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page title={t('log-in.ended.title')}>
      <div>
        <ButtonLink look="primary" href={href('/inloggen')}>
          {t('people.login.title')}
        </ButtonLink>
      </div>
    </Page>
  );
}

function Ask({ packed }: { readonly packed: string }) {
  const t = useT();
  const href = useTownHref();
  const { providers } = useLoaderData<typeof loader>();
  const refused = (useFormState()?.refusals.length ?? 0) > 0;
  return (
    <Page title={t('log-in.ended.title')} lead={t('log-in.ended.lead')} refused={refused}>
      <div className="wijk-login wijk-login--demo">
        <Card title={t('log-in.ended.here')}>
          <Form intent="login">
            <HiddenInput name="kept" value={packed} />
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
        <Card title={t('log-in.ended.elsewhere')} tone="soft">
          <Paragraph>{t('log-in.ended.elsewhere-text')}</Paragraph>
          <ul className="wijk-demo-logins">
            {[{ slug: '', name: '' }, ...providers].map(({ slug, name }) => (
              <li key={slug}>
                <a
                  className="nl-link"
                  href={href(slug ? `/inloggen/${slug}` : '/inloggen')}
                  target="_blank"
                  rel="noreferrer"
                >
                  {slug ? t('log-in.provider.go', { provider: name }) : t('log-in.ended.new-tab')}
                </a>
              </li>
            ))}
          </ul>
          <Form intent="again">
            <HiddenInput name="kept" value={packed} />
            <Button>{t('log-in.ended.again')}</Button>
          </Form>
        </Card>
      </div>
    </Page>
  );
}

interface SendProps {
  readonly page: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** The same form, sent after all by the same person. */
function SendAfterAll({ page, fields }: SendProps) {
  const t = useT();
  const typed = fields.filter(([, value]) => /\s/.test(value.trim()));
  return (
    <Page title={t('log-in.send.title')} lead={t('log-in.send.lead')}>
      {typed.map(([name, value]) => (
        <Words key={name}>{value}</Words>
      ))}
      <form method="post" action={page} className="wijk-form">
        {fields.map(([name, value], index) => (
          // one name may come more than once
          <HiddenInput key={`${index} ${name}`} name={name} value={value} />
        ))}
        <SubmitButton>{t('log-in.send.submit')}</SubmitButton>
      </form>
      <div>
        <ButtonLink look="subtle" href={page}>
          {t('log-in.send.back')}
        </ButtonLink>
      </div>
    </Page>
  );
}
