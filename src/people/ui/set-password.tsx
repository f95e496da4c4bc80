import { useLoaderData } from 'react-router';
import {
  ButtonLink,
  Card,
  Form,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { loader } from './set-password.server.ts';
import './log-in.css';

export { action, loader } from './set-password.server.ts';

/** Behind the link that somebody got from who manages the users. */
export default function SetPasswordPage() {
  const t = useT();
  const { login } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  if (login === undefined) return <LinkGone />;
  return (
    <Page title={t('log-in.password.title')} lead={t('log-in.password.lead', { login })} refused={refused}>
      <div className="wijk-login">
        <Card>
          <Form>
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
            <SubmitButton>{t('log-in.password.submit')}</SubmitButton>
          </Form>
        </Card>
      </div>
    </Page>
  );
}

function LinkGone() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page title={t('log-in.password.gone-title')}>
      <Paragraph>{t('refusal.password-link-gone')}</Paragraph>
      <div>
        <ButtonLink href={href('/inloggen')}>{t('people.login.title')}</ButtonLink>
      </div>
    </Page>
  );
}
