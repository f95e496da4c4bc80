import { useLoaderData } from 'react-router';
import { formatMinute } from '../../kit/time-text.ts';
import {
  Alert,
  CheckboxGroup,
  DoneNotice,
  Form,
  Page,
  Paragraph,
  RadioGroup,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { MailMode, StaffKind } from '../model.ts';
import type { loader } from './own-mail.server.ts';

export { action, loader } from './own-mail.server.ts';

/** What I want to be mailed, and where. */
export default function OwnMailPage() {
  const t = useT();
  const href = useTownHref();
  const { view, hasServer, done } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const time = formatMinute(t, view.digestAtMinute);
  const { email, mode, language, kinds } = view;
  return (
    <Page
      title={t('messages.own.title')}
      lead={t('messages.own.lead')}
      back={{ href: href('/account'), text: t('log-in.account.title') }}
      refused={refused}
    >
      {done && !refused ? <DoneNotice>{t('messages.own.done')}</DoneNotice> : null}
      {hasServer ? null : (
        <Alert kind="warning" title={t('messages.outbox.no-server')}>
          <Paragraph>{t('messages.own.no-server')}</Paragraph>
        </Alert>
      )}
      {view.isRefused ? (
        <Alert kind="warning" title={t('messages.own.refused')}>
          <Paragraph>{t('messages.own.refused-text')}</Paragraph>
        </Alert>
      ) : null}
      <Form values={{ email, mode, language, kinds }}>
        <TextInput
          name="email"
          type="email"
          label={t('messages.own.email')}
          hint={t('messages.own.email-hint')}
          autoComplete="email"
        />
        <RadioGroup
          name="mode"
          label={t('messages.own.mode')}
          options={MailMode.options.map((value) => ({
            value,
            label: t(`messages.own.mode.${value}`, { time }),
          }))}
        />
        <CheckboxGroup
          name="kinds"
          label={t('messages.own.kinds')}
          hint={t('devices.kinds-too')}
          optional
          options={StaffKind.options.map((value) => ({ value, label: t(`messages.own.kind.${value}`) }))}
        />
        <RadioGroup
          name="language"
          label={t('messages.own.language')}
          options={[
            { value: 'nl', label: t('web.language.nl') },
            { value: 'en', label: t('web.language.en') },
          ]}
        />
        <SubmitButton>{t('messages.own.save')}</SubmitButton>
      </Form>
    </Page>
  );
}
