import { useLoaderData } from 'react-router';
import { formatDate, lastDay } from '../../kit/time-text.ts';
import {
  Alert,
  Button,
  ButtonLink,
  Card,
  DoneNotice,
  Form,
  Hidden,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  QuestionForm,
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
import type { AbsencePageView } from '../wire.ts';
import type { loader } from './absence.server.ts';

export { action, loader } from './absence.server.ts';

type AbsenceOf = AbsencePageView['rows'][number];

/** Who is away and who stands in meanwhile, and a form to write one down. */
export default function AbsencePage() {
  const t = useT();
  const { view, done, emptied } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const alone = view.rows.filter(({ standInName, mayChange }) => !standInName && mayChange);
  return (
    <Page title={t('absence.title')} lead={t('absence.lead')} refused={refused}>
      {done && !refused ? <DoneNotice>{t('absence.done')}</DoneNotice> : null}
      {emptied > 0 && !refused ? <Emptied count={emptied} /> : null}
      {alone.map((absence) => (
        <Alone key={absence.id} absence={absence} view={view} />
      ))}
      <Table
        caption={t('absence.known')}
        columns={useColumns(view)}
        rows={view.rows}
        rowKey={({ id }) => id}
        empty={<Paragraph>{t('absence.none')}</Paragraph>}
      />
      <Write view={view} />
    </Page>
  );
}

interface ViewProps {
  readonly view: AbsencePageView;
}

function Emptied({ count }: { readonly count: number }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Alert kind="warning" title={t('absence.emptied', { count })}>
      <Paragraph>
        {t('absence.emptied-text')} <Link href={href('/bezetting')}>{t('cover.title')}</Link>
      </Paragraph>
    </Alert>
  );
}

function useColumns({ now }: AbsencePageView): Column<AbsenceOf>[] {
  const t = useT();
  return [
    { key: 'who', header: t('absence.who'), primary: true, cell: ({ userName }) => userName },
    { key: 'from', header: t('absence.from'), cell: ({ startsAt }) => formatDate(t, startsAt) },
    { key: 'until', header: t('absence.last-day'), cell: ({ endsAt }) => lastDay(t, endsAt) },
    {
      key: 'stand-in',
      header: t('absence.stand-in'),
      cell: ({ standInName }) => standInName ?? t('absence.nobody'),
    },
    {
      key: 'do',
      header: t('absence.change'),
      control: true,
      cell: (absence) => <Change absence={absence} hasBegun={absence.startsAt <= now} />,
    },
  ];
}

/** Back again, or not going; and for who was asked: no. */
function Change({ absence, hasBegun }: { readonly absence: AbsenceOf; readonly hasBegun: boolean }) {
  const t = useT();
  const { id, mayChange, isMine, isStandIn, userName } = absence;
  const back = isMine ? 'absence.back' : 'absence.back-other';
  return (
    <div className="wijk-row">
      {mayChange ? (
        <OneClick intent="end" id={id} text={t(hasBegun ? back : 'absence.withdraw')} of={userName} />
      ) : null}
      {isStandIn ? <OneClick intent="decline" id={id} text={t('absence.cannot')} of={userName} /> : null}
    </div>
  );
}

interface OneClickProps {
  readonly intent: 'end' | 'decline';
  readonly id: string;
  readonly text: string;
  readonly of: string;
}

function OneClick({ intent, id, text, of }: OneClickProps) {
  return (
    <form method="post">
      <HiddenInput name="intent" value={intent} />
      <HiddenInput name="absence" value={id} />
      <Button look="subtle">
        {text}
        <Hidden>, {of}</Hidden>
      </Button>
    </form>
  );
}

/** Nobody stands in: somebody is to be found, or who is away sees to it before going. */
function Alone({ absence, view }: ViewProps & { readonly absence: AbsenceOf }) {
  const t = useT();
  const href = useTownHref();
  const { id, userId, userName, startsAt, endsAt } = absence;
  const span = { name: userName, from: formatDate(t, startsAt), day: lastDay(t, endsAt) };
  return (
    <Alert kind="warning" title={t('absence.alone', span)}>
      <Paragraph>{t('absence.alone-text')}</Paragraph>
      {userId === view.person.id && view.standIns.length > 0 ? (
        <Form intent="change" action={href(`/afwezig?wie=${userId}`)}>
          <HiddenInput name="absence" value={id} />
          <StandIn view={view} />
          <SubmitButton>{t('absence.choose')}</SubmitButton>
        </Form>
      ) : null}
      {userId === view.person.id ? null : (
        <ButtonLink href={href(`/afwezig?wie=${userId}`)}>{t('absence.find')}</ButtonLink>
      )}
    </Alert>
  );
}

function StandIn({ view: { standIns } }: ViewProps) {
  const t = useT();
  const options = standIns.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      name="standIn"
      label={t('absence.stand-in')}
      hint={t('absence.stand-in-hint')}
      options={options}
    />
  );
}

function Write({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const { person, standIns, userId } = view;
  const isOwn = person.id === userId;
  return (
    <Card title={isOwn ? t('absence.write') : t('absence.write-of', { name: person.name })}>
      <ForWhom view={view} />
      <Form intent="write" action={href(`/afwezig?wie=${person.id}`)}>
        <HiddenInput name="person" value={person.id} />
        <TextInput name="from" type="date" width="short" label={t('absence.from')} />
        <TextInput name="until" type="date" width="short" label={t('absence.last-day')} />
        {standIns.length === 0 ? (
          <Paragraph>{t(isOwn ? 'absence.no-stand-ins' : 'absence.no-stand-ins-of')}</Paragraph>
        ) : (
          <StandIn view={view} />
        )}
        <Small>{t('absence.roster')}</Small>
        <SubmitButton>{t('absence.put')}</SubmitButton>
      </Form>
    </Card>
  );
}

/** For who sees to others: first whose absence it is, because who can stand in depends on that. */
function ForWhom({ view: { people, person } }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  if (people.length < 2) return null;
  return (
    <QuestionForm action={href('/afwezig')} values={{ wie: person.id }} className="wijk-filter">
      <Select
        name="wie"
        label={t('absence.for-whom')}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        empty={false}
      />
      <Button>{t('absence.show')}</Button>
    </QuestionForm>
  );
}
