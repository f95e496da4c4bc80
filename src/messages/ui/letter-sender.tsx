import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Card,
  DataList,
  Details,
  DoneNotice,
  Form,
  HiddenInput,
  Page,
  SubmitButton,
  TextInput,
  Timeline,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { LetterSenderView } from '../wire.ts';
import type { loader } from './letter-sender.server.ts';

export { action, loader } from './letter-sender.server.ts';

export const handle: PageHandle = { wide: true };

/** Under which name mail goes out, and where its readers can telephone. */
export default function LetterSenderPage() {
  const t = useT();
  const href = useTownHref();
  const { view, saved } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const { sender, house, version, history } = view;
  const values = {
    name: sender.name ?? '',
    phone: sender.phone ?? '',
    nl: sender.hours.nl ?? '',
    en: sender.hours.en ?? '',
  };
  return (
    <Page
      title={t('letter-texts.sender')}
      lead={t('letter-texts.sender-lead')}
      back={{ href: href('/mailteksten'), text: t('letter-texts.title') }}
      refused={refused}
    >
      {saved && !refused ? <DoneNotice>{t('letter-texts.saved')}</DoneNotice> : null}
      <Form values={values}>
        <HiddenInput name="version" value={String(version)} />
        <TextInput
          name="name"
          label={t('letter-texts.sender-name')}
          hint={t('letter-texts.sender-name-hint', { name: house.name })}
          maxLength={80}
          optional
        />
        <TextInput
          name="phone"
          type="tel"
          width="medium"
          label={t('letter-texts.sender-phone')}
          hint={
            house.phone === undefined
              ? t('letter-texts.sender-phone-hint', { slot: '{telefoon}' })
              : t('letter-texts.sender-phone-known', { phone: house.phone })
          }
          maxLength={20}
          optional
        />
        <TextInput
          name="nl"
          label={t('letter-texts.sender-hours.nl')}
          hint={t('letter-texts.sender-hours-hint')}
          maxLength={120}
          optional
        />
        <TextInput name="en" label={t('letter-texts.sender-hours.en')} maxLength={120} optional />
        <SubmitButton>{t('letter-texts.save')}</SubmitButton>
      </Form>
      {history.length > 0 ? <History history={history} /> : null}
    </Page>
  );
}

function History({ history }: Pick<LetterSenderView, 'history'>) {
  const t = useT();
  const items = history.map(({ at, actorName, version, sender }) => ({
    key: String(version),
    title: t('letter-texts.wrote', { version }),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: (
      <Details summary={t('letter-texts.said')}>
        <DataList
          items={[
            { key: t('letter-texts.sender-name'), value: sender.name ?? '–' },
            { key: t('letter-texts.sender-phone'), value: sender.phone ?? '–' },
            { key: t('letter-texts.sender-hours.nl'), value: sender.hours.nl ?? '–' },
            { key: t('letter-texts.sender-hours.en'), value: sender.hours.en ?? '–' },
          ]}
        />
      </Details>
    ),
  }));
  return (
    <Card title={t('letter-texts.history')}>
      <Timeline items={items} />
    </Card>
  );
}
