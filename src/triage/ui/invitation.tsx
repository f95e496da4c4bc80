import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Card,
  EmptyState,
  Form,
  Link,
  Page,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { DoneMessage } from './notices.tsx';
import type { loader } from './invitation.server.ts';
import './tables.css';

export { action, loader } from './invitation.server.ts';

export const handle: PageHandle = { wide: true };

/** Where an approver takes the code of another municipality, and finds the proposals that wait. */
export default function InvitationPage() {
  const t = useT();
  const href = useTownHref();
  const { sets, done } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('tables.guest.title')}
      lead={t('tables.guest.lead')}
      back={{ href: href('/beslistabellen'), text: t('tables.title') }}
      refused={useFormState() !== undefined}
    >
      <DoneMessage done={done} />
      <Card title={t('tables.guest.mine')}>
        {sets.length === 0 ? (
          <EmptyState title={t('tables.guest.none')} />
        ) : (
          <ul className="wijk-planned">
            {sets.map(({ id, homeName, number, expiresAt }) => (
              <li key={id}>
                <Link href={href(`/beslistabellen/uitnodiging/${id}`)}>
                  {t('tables.guest.set', { town: homeName, number: String(number) })}
                </Link>
                {` · ${t('tables.guest.until', { moment: formatDateTime(t, expiresAt) })}`}
              </li>
            ))}
          </ul>
        )}
      </Card>
      <Card title={t('tables.guest.code-title')}>
        <Form labels={{ code: t('tables.guest.code') }}>
          <TextInput
            name="code"
            label={t('tables.guest.code')}
            hint={t('tables.guest.code-hint')}
            maxLength={100}
            spellCheck={false}
          />
          <SubmitButton>{t('tables.guest.submit')}</SubmitButton>
        </Form>
      </Card>
    </Page>
  );
}
