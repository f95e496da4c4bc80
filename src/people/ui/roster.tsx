import { useLoaderData } from 'react-router';
import { formatCalendarDate, formatDateTime, formatMinute } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Button,
  Card,
  CheckboxGroup,
  DoneNotice,
  EmptyState,
  Form,
  Hidden,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  RadioGroup,
  Select,
  Small,
  SubmitButton,
  Table,
  TextInput,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import { ShiftEvery } from '../model.ts';
import type { RosterPageView } from '../wire.ts';
import type { loader } from './roster.server.ts';
import { ServiceHours } from './service-hours.tsx';

export { action, loader } from './roster.server.ts';

/** Who is on duty for a service from now on, and shifts put on the roster, in turn. */
export default function RosterPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const { service, members } = view;
  return (
    <Page
      title={service ? t('roster.title-of', { service: service.name }) : t('roster.title')}
      lead={t('roster.lead')}
      back={{ href: href('/bezetting'), text: t('cover.title') }}
      refused={refused}
    >
      {done && !refused ? <DoneNotice>{t('roster.done')}</DoneNotice> : null}
      <Services view={view} />
      {service && members.length > 0 ? <Plan view={view} /> : <EmptyState title={t('roster.nobody')} />}
      <Coming view={view} />
      {service ? <ServiceHours service={service} week={view.week} /> : null}
      <OtherDays view={view} />
    </Page>
  );
}

interface ViewProps {
  readonly view: RosterPageView;
}

function Services({ view: { services, service } }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const others = services.filter(({ id }) => id !== service?.id);
  if (others.length === 0) return null;
  return (
    <nav aria-label={t('roster.others')}>
      <Small>{t('roster.others')}</Small>
      <div className="wijk-row">
        {others.map(({ id, name }) => (
          <Link key={id} href={href(`/bezetting/rooster?dienst=${id}`)}>
            {name}
          </Link>
        ))}
      </div>
    </nav>
  );
}

function Plan({ view: { service, members } }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const ways = ShiftEvery.options.map((every) => ({ value: every, label: t(`roster.every.${every}`) }));
  return (
    <Card title={t('roster.add')}>
      <Form intent="plan" values={{ every: 'once', times: '1' }}>
        <HiddenInput name="service" value={service?.id ?? ''} />
        <CheckboxGroup
          name="people"
          label={t('roster.people')}
          hint={t('roster.people-hint')}
          options={members.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextInput name="from" type="datetime-local" label={t('roster.from')} />
        <TextInput name="until" type="datetime-local" label={t('roster.until')} />
        <Select name="every" label={t('roster.every')} options={ways} empty={false} />
        <TextInput
          name="times"
          type="number"
          inputMode="numeric"
          width="short"
          label={t('roster.times')}
          hint={t('roster.times-hint')}
        />
        <Small>
          {t('roster.counts')} <Link href={href('/afwezig')}>{t('absence.title')}</Link>
        </Small>
        <SubmitButton>{t('roster.put')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Coming({ view: { duties, more, service } }: ViewProps) {
  const t = useT();
  if (!service) return null;
  return (
    <>
      <Table
        caption={t('duty.coming')}
        columns={useColumns(service.id)}
        rows={duties}
        rowKey={({ startsAt }) => String(startsAt.getTime())}
        empty={<Paragraph>{t('roster.none')}</Paragraph>}
      />
      {more > 0 ? <Small>{t('duty.more', { count: more })}</Small> : null}
    </>
  );
}

function useColumns(serviceId: string): Column<RosterPageView['duties'][number]>[] {
  const t = useT();
  return [
    { key: 'who', header: t('roster.who'), primary: true, cell: ({ userName }) => userName },
    { key: 'from', header: t('duty.from'), cell: ({ startsAt }) => formatDateTime(t, startsAt) },
    { key: 'until', header: t('duty.until'), cell: ({ endsAt }) => formatDateTime(t, endsAt) },
    {
      key: 'drop',
      header: t('roster.drop'),
      control: true,
      cell: ({ userName, startsAt }) => (
        <form method="post">
          <HiddenInput name="intent" value="drop" />
          <HiddenInput name="service" value={serviceId} />
          <HiddenInput name="starts" value={startsAt.toISOString()} />
          <Button look="subtle">
            {t('roster.drop')}
            <Hidden>
              {' '}
              {userName}, {formatDateTime(t, startsAt)}
            </Hidden>
          </Button>
        </form>
      ),
    },
  ];
}

/** Dates on which the service is closed, or open at other times. */
function OtherDays({ view: { service, otherDays } }: ViewProps) {
  const t = useT();
  if (!service) return null;
  const ways = ['no', 'yes'].map((value) => ({ value, label: t(`other-day.open.${value}`) }));
  return (
    <>
      <Table
        caption={t('other-day.title')}
        columns={useDayColumns(service.id)}
        rows={otherDays}
        rowKey={({ date }) => date}
        empty={<Paragraph>{t('other-day.none')}</Paragraph>}
      />
      <Card title={t('other-day.add')}>
        <Form intent="other-day" values={{ open: 'no' }}>
          <HiddenInput name="service" value={service.id} />
          <TextInput name="date" type="date" width="short" label={t('other-day.date')} />
          <RadioGroup name="open" label={t('other-day.open')} options={ways} />
          <TextInput name="opens" type="time" width="short" label={t('other-day.opens')} optional />
          <TextInput
            name="closes"
            type="time"
            width="short"
            label={t('other-day.closes')}
            hint={t('other-day.closes-hint')}
            optional
          />
          <Small>{t('other-day.deadlines')}</Small>
          <SubmitButton>{t('other-day.put')}</SubmitButton>
        </Form>
      </Card>
    </>
  );
}

type OtherDayView = RosterPageView['otherDays'][number];

function useDayColumns(serviceId: string): Column<OtherDayView>[] {
  const t = useT();
  return [
    { key: 'date', header: t('other-day.date'), primary: true, cell: ({ date }) => dateText(t, date) },
    { key: 'open', header: t('other-day.hours'), cell: ({ parts }) => hoursText(t, parts) },
    {
      key: 'usual',
      header: t('other-day.usual'),
      control: true,
      cell: ({ date }) => (
        <form method="post">
          <HiddenInput name="intent" value="usual-day" />
          <HiddenInput name="service" value={serviceId} />
          <HiddenInput name="date" value={date} />
          <Button look="subtle">
            {t('other-day.usual')}
            <Hidden> {dateText(t, date)}</Hidden>
          </Button>
        </form>
      ),
    },
  ];
}

const dateText = (t: T, date: string) => formatCalendarDate(t, date, { weekday: true });

function hoursText(t: T, parts: OtherDayView['parts']): string {
  const [part] = parts;
  if (!part) return t('other-day.closed');
  return t('other-day.from-until', {
    from: formatMinute(t, part.fromMinute),
    until: formatMinute(t, part.untilMinute),
  });
}
