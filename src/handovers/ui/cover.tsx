import { useLoaderData } from 'react-router';
import { formatDate, formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Card,
  DataList,
  Details,
  EmptyState,
  Heading,
  Link,
  Page,
  Paragraph,
  Small,
  Stack,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { CoverGroupView, CoverLineView, RosterView } from '../cover-wire.ts';
import { lineTitle, otherDayText, weekPartText } from './cover-words.ts';
import type { loader } from './cover.server.ts';
import './work.css';

export { loader } from './cover.server.ts';

export const handle: PageHandle = { wide: true };

/** When nobody is there at the service that is first in line, in the coming year: who fills that, and who catches it meanwhile. */
export default function Cover() {
  const t = useT();
  const href = useTownHref();
  const { isWhole, groups, rosters } = useLoaderData<typeof loader>();
  return (
    <Page title={t('cover.title')} lead={t(isWhole ? 'cover.lead' : 'cover.lead-own')}>
      <Checked />
      <Breaches />
      <Paragraph>
        <Link href={href('/bezetting/week')}>{t('cover.to-week')}</Link>
      </Paragraph>
      {groups.length === 0 ? <EmptyState title={t('cover.none')} /> : null}
      {groups.map((group) => (
        <Group key={group.partyId} group={group} />
      ))}
      <Rosters rosters={rosters} />
    </Page>
  );
}

/** What was looked at, so that nobody takes silence for an answer. */
function Checked() {
  const t = useT();
  const { from, until, areaCount, natureCount, minuteCount } = useLoaderData<typeof loader>();
  const days = { from: formatDate(t, from), until: formatDate(t, new Date(until.getTime() - 1)) };
  return (
    <Stack gap="small">
      <Small>
        {t('cover.checked', { ...days, areas: areaCount, natures: natureCount, minutes: minuteCount })}
      </Small>
      <Paragraph>{t('cover.owner')}</Paragraph>
    </Stack>
  );
}

function Breaches() {
  const t = useT();
  const { breaches, isWhole } = useLoaderData<typeof loader>();
  if (breaches.length === 0) return isWhole ? <Alert kind="ok">{t('cover.no-breach')}</Alert> : null;
  return (
    <Alert kind="error" title={t('cover.breach.title')}>
      <Paragraph>{t('cover.breach.text')}</Paragraph>
      <ul className="wijk-list">
        {breaches.map((line) => (
          <li key={line.key}>
            <Natures line={line} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

function Group({ group: { partyId, partyName, leadName, lines } }: { readonly group: CoverGroupView }) {
  const t = useT();
  const urgent = lines.filter(({ cannotWait }) => cannotWait);
  const ordinary = lines.filter(({ cannotWait }) => !cannotWait);
  return (
    <section aria-labelledby={`party-${partyId}`}>
      <Stack>
        <Heading level={2} id={`party-${partyId}`}>
          {partyName}
        </Heading>
        <Paragraph>{leadName ? t('cover.lead-name', { name: leadName }) : t('cover.lead-gone')}</Paragraph>
        <Urgent lines={urgent} />
        {ordinary.map((line) => (
          <Line key={line.key} line={line} />
        ))}
      </Stack>
    </section>
  );
}

/** Danger and what cannot wait go to the coordinator, whatever they are about: one card, for the times are the same. */
function Urgent({ lines }: { readonly lines: readonly CoverLineView[] }) {
  const t = useT();
  const [first] = lines;
  if (!first) return null;
  return (
    <Card
      title={t('cover.urgent.title', { service: lineTitle(t, first) })}
      level={3}
      tone={lines.some(isBreach) ? 'late' : 'attention'}
      aside={lines.some(isBreach) ? <Badge tone="late">{t('cover.breach.badge')}</Badge> : undefined}
    >
      <Paragraph>{t('cover.urgent.text')}</Paragraph>
      <DataList
        items={[
          { key: t('cover.away'), value: <Usual line={first} /> },
          {
            key: t('cover.then'),
            value: (
              <ul className="wijk-list">
                {lines.map((line) => (
                  <li key={line.key}>
                    <Phones line={line} /> <Natures line={line} />
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      <Otherwise line={first} />
      <ToWeek line={first} />
    </Card>
  );
}

function isBreach({ caught }: CoverLineView): boolean {
  return caught.some(({ by }) => by === 'nobody');
}

function Phones({ line: { phones } }: LineProps) {
  const t = useT();
  if (phones.length === 0) return <strong>{t('cover.phones.none')}</strong>;
  return <strong>{t(`cover.phones.${phones.join('-')}`)}</strong>;
}

interface LineProps {
  readonly line: CoverLineView;
}

function Natures({ line: { natures } }: LineProps) {
  const t = useT();
  return natures.map((nature) => t(`triage.nature.${nature}`)).join(', ');
}

function About({ line }: LineProps) {
  const t = useT();
  return (
    <>
      <Natures line={line} />
      {line.unsure ? <Small>{t('cover.unsure')}</Small> : null}
    </>
  );
}

/** One service, or the lack of one: what it is about, where, when nobody is there, and who catches it then. */
function Line({ line }: LineProps) {
  const t = useT();
  const isEmpty = line.services.some((service) => service.isEmpty);
  const isMissing = line.services.length === 0;
  const worst = line.caught[0];
  return (
    <Details
      open={isMissing || isEmpty}
      summary={
        <>
          <strong>{lineTitle(t, line)}</strong>
          {worst ? `: ${t(`cover.sum.${worst.by}`, { hours: Math.round(worst.hours) })}` : null}{' '}
          {isMissing || isEmpty ? (
            <Badge tone="attention">{t(isMissing ? 'cover.missing' : 'cover.empty')}</Badge>
          ) : null}
        </>
      }
    >
      <Stack gap="small">
        <DataList
          items={[
            { key: t('cover.about'), value: <About line={line} /> },
            { key: t('cover.where'), value: line.areas?.join(', ') ?? t('cover.everywhere') },
            { key: t('cover.away'), value: <Usual line={line} /> },
            { key: t('cover.then'), value: <Caught line={line} /> },
          ]}
        />
        <Otherwise line={line} />
        {isMissing ? null : <ToWeek line={line} />}
      </Stack>
    </Details>
  );
}

function Usual({ line: { pattern, services } }: LineProps) {
  const t = useT();
  const { until } = useLoaderData<typeof loader>();
  const ended = services.filter(({ rosterUntil }) => rosterUntil && rosterUntil < until);
  return (
    <>
      {pattern.usual.length === 0 ? (
        <Paragraph>{t('cover.not-usual')}</Paragraph>
      ) : (
        <ul className="wijk-list">
          {pattern.usual.map((part) => {
            const text = weekPartText(t, part);
            return <li key={text}>{text}</li>;
          })}
        </ul>
      )}
      {ended.map(({ id, rosterUntil }) =>
        rosterUntil ? (
          <Small key={id}>{t('cover.roster-until', { moment: formatDateTime(t, rosterUntil) })}</Small>
        ) : null,
      )}
    </>
  );
}

function Caught({ line: { caught, instead } }: LineProps) {
  const t = useT();
  const { deskName } = useLoaderData<typeof loader>();
  const names = { desk: deskName, services: instead.join(', ') };
  return (
    <ul className="wijk-list">
      {caught.map(({ by, hours, longest }) => (
        <li key={by}>
          {t(
            `cover.caught.${by}`,
            by === 'desk' || by === 'instead' ? { name: names[by === 'desk' ? 'desk' : 'services'] } : {},
          )}{' '}
          {t('cover.hours', { hours: Math.round(hours) })}
          {by === 'waits'
            ? ` ${t('cover.longest', { from: formatDateTime(t, longest.from), until: formatDateTime(t, longest.until) })}`
            : null}
        </li>
      ))}
    </ul>
  );
}

/** So many dates are shown; a roster that ends halfway the year would make a list of hundreds. */
const OTHERS_SHOWN = 12;

function Otherwise({ line: { pattern } }: LineProps) {
  const t = useT();
  const { others } = pattern;
  if (others.length === 0) return null;
  const shown = others.slice(0, OTHERS_SHOWN).map((day) => otherDayText(t, day));
  return (
    <Small>
      {t('cover.others', { count: others.length })} {shown.join('; ')}.
      {others.length > OTHERS_SHOWN
        ? ` ${t('cover.others-more', { count: others.length - OTHERS_SHOWN })}`
        : null}
    </Small>
  );
}

function ToWeek({ line: { services } }: LineProps) {
  const t = useT();
  const href = useTownHref();
  const [first] = services;
  if (!first) return null;
  return (
    <Paragraph>
      <Link href={href(`/bezetting/week?dienst=${first.id}`)}>
        {t('cover.week-of', { service: first.name })}
      </Link>
    </Paragraph>
  );
}

/** How far the rosters go; of a service without one it cannot be told who is there in its hours. */
function Rosters({ rosters }: { readonly rosters: readonly RosterView[] }) {
  const t = useT();
  const { standingName, canFill } = useLoaderData<typeof loader>();
  const kept = rosters.filter(({ filled }) => filled);
  const unknown = rosters.filter(({ filled }) => !filled);
  return (
    <section aria-labelledby="rosters">
      <Stack>
        <Heading level={2} id="rosters">
          {t('cover.rosters.title')}
        </Heading>
        <Table
          caption={t('cover.rosters.title')}
          captionHidden
          columns={useRosterColumns()}
          rows={kept}
          rowKey={({ serviceId }) => serviceId}
          empty={<Paragraph>{t('cover.rosters.none')}</Paragraph>}
        />
        {canFill ? <Paragraph>{t('cover.rosters.fill')}</Paragraph> : null}
        {kept.length > 0 ? <Small>{t('cover.rosters.standing', { name: standingName })}</Small> : null}
        {unknown.length > 0 ? (
          <Alert kind="info" title={t('cover.rosters.unknown', { count: unknown.length })}>
            <Paragraph>{t('cover.rosters.unknown-text')}</Paragraph>
            <Unknown rosters={unknown} />
          </Alert>
        ) : null}
      </Stack>
    </section>
  );
}

function Unknown({ rosters }: { readonly rosters: readonly RosterView[] }) {
  return (
    <div className="wijk-row">
      {rosters.map((roster) => (
        <ToRoster key={roster.serviceId} roster={roster} />
      ))}
    </div>
  );
}

/** The name of a service, and for who fills in its roster the way there. */
function ToRoster({ roster: { serviceId, serviceName } }: { readonly roster: RosterView }) {
  const href = useTownHref();
  const { canFill } = useLoaderData<typeof loader>();
  if (!canFill) return <span>{serviceName}</span>;
  return <Link href={href(`/bezetting/rooster?dienst=${serviceId}`)}>{serviceName}</Link>;
}

function useRosterColumns(): Column<RosterView>[] {
  const t = useT();
  return [
    {
      key: 'service',
      header: t('cover.rosters.service'),
      primary: true,
      cell: (roster) => <ToRoster roster={roster} />,
    },
    {
      key: 'until',
      header: t('cover.rosters.until'),
      cell: ({ filled }) => (filled ? formatDateTime(t, filled.until) : null),
    },
    { key: 'gaps', header: t('cover.rosters.gaps'), cell: ({ filled }) => <Gaps filled={filled} /> },
  ];
}

function Gaps({ filled }: Pick<RosterView, 'filled'>) {
  const t = useT();
  if (!filled || filled.gapCount === 0) return t('cover.rosters.no-gaps');
  const { gaps, gapCount } = filled;
  return (
    <>
      <ul className="wijk-list">
        {gaps.map(({ from, until }) => (
          <li key={from.getTime()}>
            {t('cover.from-until', { from: formatDateTime(t, from), until: formatDateTime(t, until) })}
          </li>
        ))}
      </ul>
      {gapCount > gaps.length ? (
        <Small>{t('cover.rosters.more', { count: gapCount - gaps.length })}</Small>
      ) : null}
    </>
  );
}
