import { useActionData, useLoaderData } from 'react-router';
import { formatDateTime, formatShort } from '../../kit/time-text.ts';
import {
  Alert,
  Button,
  Card,
  DoneNotice,
  Form,
  Page,
  Paragraph,
  Small,
  Table,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { OwnDutyView } from '../wire.ts';
import type { action, loader } from './own-duty.server.ts';

export { action, loader } from './own-duty.server.ts';

/** As many as somebody plans ahead by heart; all of them go into the calendar. */
const SHOWN = 6;

/** When I am on duty, and how that comes into my own calendar. */
export default function OwnDutyPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const address = answer && 'calendarAddress' in answer ? answer.calendarAddress : undefined;
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={t('duty.title')}
      lead={t('duty.lead')}
      back={{ href: href('/account'), text: t('log-in.account.title') }}
      refused={refused}
    >
      {address === undefined ? null : <NewAddress address={address} />}
      {done && !refused ? <DoneNotice>{t('duty.ended')}</DoneNotice> : null}
      <Table
        caption={t('duty.coming')}
        columns={useColumns()}
        rows={view.duties.slice(0, SHOWN)}
        rowKey={({ serviceName, startsAt }) => `${serviceName} ${startsAt.getTime()}`}
        empty={<Paragraph>{t('duty.none')}</Paragraph>}
      />
      {view.duties.length > SHOWN ? (
        <Small>{t('duty.more', { count: view.duties.length - SHOWN })}</Small>
      ) : null}
      <Calendar since={view.calendarSince} isNew={address !== undefined} />
    </Page>
  );
}

function useColumns(): Column<OwnDutyView['duties'][number]>[] {
  const t = useT();
  return [
    { key: 'service', header: t('duty.service'), cell: ({ serviceName }) => serviceName },
    { key: 'from', header: t('duty.from'), cell: ({ startsAt }) => formatDateTime(t, startsAt) },
    { key: 'until', header: t('duty.until'), cell: ({ endsAt }) => formatDateTime(t, endsAt) },
  ];
}

function NewAddress({ address }: { readonly address: string }) {
  const t = useT();
  return (
    <Alert kind="ok" role="status" title={t('duty.address')}>
      <p className="nl-paragraph">
        <code className="wijk-code">{address}</code>
      </p>
      <Paragraph>{t('duty.address-once')}</Paragraph>
    </Alert>
  );
}

interface CalendarProps {
  readonly since: Date | undefined;
  readonly isNew: boolean;
}

function Calendar({ since, isNew }: CalendarProps) {
  const t = useT();
  return (
    <Card title={t('duty.calendar')}>
      <Paragraph>{t('duty.calendar-text')}</Paragraph>
      {since && !isNew ? <Paragraph>{t('duty.since', { moment: formatShort(t, since) })}</Paragraph> : null}
      <div className="wijk-row">
        <Form intent="make">
          <Button>{t(since ? 'duty.make-anew' : 'duty.make')}</Button>
        </Form>
        {since ? (
          <Form intent="end">
            <Button>{t('duty.end')}</Button>
          </Form>
        ) : null}
      </div>
      {since ? <Small>{t('duty.anew-hint')}</Small> : null}
    </Card>
  );
}
