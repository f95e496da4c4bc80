import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  ButtonLink,
  Details,
  EmptyState,
  gatherPins,
  Icon,
  Link,
  MapPanel,
  Page,
  Paragraph,
  QuestionForm,
  Select,
  Small,
  SubmitButton,
  useT,
  useTownHref,
  type MapMark,
  type MapWay,
  type MarkTone,
  type PinGroup,
} from '../../kit/web/index.tsx';
import { lookText, MAP_DAYS, movesOf, type PublicMapView, type PublicShown } from '../map-wire.ts';
import type { loader } from './public-map.server.ts';
import '../../kit/web/map.css';
import './public-map.css';

export { loader } from './public-map.server.ts';

/** How near pins may stand to each other, as a share of the width: they keep apart on a telephone as well. */
const REACH = 1 / 11;
const ROWS_MOST = 3;
const TONES: readonly MarkTone[] = ['plain', 'done'];

type Asked = Readonly<Record<string, string>>;
type Pin = PublicShown & { readonly at: readonly [number, number]; readonly isArea: false };
type Group = PinGroup<Pin>;

/** What is reported in public space, for everybody: squares and streets, no words, no houses, nobody. */
export default function PublicMapPage() {
  const t = useT();
  const href = useTownHref();
  const { view, asked, days } = useLoaderData<typeof loader>();
  const { map } = view;
  const pins = view.shown.map((one) => ({
    ...one,
    isArea: false as const,
    at: [one.point.xM - map.leftM, map.topM - one.point.yM] as const,
  }));
  const groups = gatherPins(pins, { reachM: map.widthM * REACH });
  const marks = groups.map((group) => markOf(t, group));
  return (
    <Page title={t('map.title')} lead={t('map.lead')} back={{ href: href('/'), text: t('map.back') }}>
      <Details
        summary={t('map.choose')}
        open={['soort', 'buurt', 'periode', 'staat'].some((name) => asked[name])}
      >
        <Filter view={view} asked={asked} days={days} />
      </Details>
      <section className="wijk-stack wijk-stack--small" aria-label={t('map.found')}>
        <Counted view={view} />
        <MapPanel
          view={map}
          title={t('map.found')}
          marks={marks}
          moves={useMoves(view, asked)}
          legend={TONES.filter((tone) => marks.some((mark) => mark.tone === tone)).map((tone) => ({
            tone,
            isArea: false,
            label: t(`map.tone.${tone}`),
          }))}
        >
          <Groups groups={groups} view={view} asked={asked} />
          <NotThere place={view.place} />
        </MapPanel>
        <Small>{t('map.how-exact')}</Small>
      </section>
    </Page>
  );
}

function addressWith(asked: Asked, changes: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...asked, ...changes }))
    if (value !== undefined && value !== '' && name !== 'taal') query.set(name, value);
  return query.size === 0 ? '/kaart' : `/kaart?${query.toString()}`;
}

interface FilterProps {
  readonly view: PublicMapView;
  readonly asked: Asked;
  readonly days: number;
}

function Filter({ view: { kinds, areas }, asked, days }: FilterProps) {
  const t = useT();
  const href = useTownHref();
  return (
    <QuestionForm
      action={href('/kaart')}
      values={{ ...asked, periode: String(days) }}
      refusals={[]}
      labels={{}}
      className="wijk-map-filter"
    >
      <Select
        name="soort"
        label={t('map.field.soort')}
        empty={t('map.any')}
        options={kinds.map(({ code, name }) => ({ value: code, label: name }))}
        width="full"
        optional
      />
      <Select
        name="buurt"
        label={t('map.field.buurt')}
        empty={t('kit.map.whole')}
        options={areas.map(({ id, name }) => ({ value: id, label: name }))}
        width="full"
        optional
      />
      <Select
        name="periode"
        label={t('map.field.periode')}
        empty={false}
        options={MAP_DAYS.map((each) => ({ value: String(each), label: t('map.days', { days: each }) }))}
        width="full"
        optional
      />
      <Select
        name="staat"
        label={t('map.field.staat')}
        empty={t('map.state.both')}
        options={['open', 'afgerond'].map((value) => ({ value, label: t(`map.state.${value}`) }))}
        width="full"
        optional
      />
      <SubmitButton>{t('map.show')}</SubmitButton>
    </QuestionForm>
  );
}

function Counted({ view: { shown, outside, isCut } }: { readonly view: PublicMapView }) {
  const t = useT();
  return (
    <Paragraph>
      <strong>{t('map.in-view', { count: shown.length })}</strong>{' '}
      {outside > 0 ? t('map.outside', { count: outside }) : null} {isCut ? t('map.cut') : null}
    </Paragraph>
  );
}

function useMoves(view: PublicMapView, asked: Asked): MapWay[] {
  const t = useT();
  const href = useTownHref();
  const to = (kijk: string | undefined, changes = {}) => href(addressWith(asked, { kijk, ...changes }));
  const moves = movesOf(view).map(({ move, to: kijk }) => ({
    href: to(kijk),
    label: t(`kit.map.move.${move}`),
  }));
  return view.isWhole
    ? moves
    : [...moves, { href: to(undefined, { buurt: undefined }), label: t('kit.map.whole') }];
}

function markOf(t: T, { letter, at, items }: Group): MapMark {
  const kinds = new Set(items.map((item) => item.icon));
  const isDone = items.every(({ closedAt }) => closedAt !== undefined);
  return {
    letter,
    at,
    isArea: false,
    href: `#plek-${letter}`,
    label: t('map.pin', { letter, count: items.length, what: whatOf(t, items[0]) }),
    count: items.length,
    icon: kinds.size === 1 ? items[0].icon : 'work',
    tone: isDone ? 'done' : 'plain',
  };
}

/** The kind of a report and its street, as far as both are known. */
function whatOf(t: T, { kind, street }: Pick<PublicShown, 'kind' | 'street'>): string {
  const what = kind ?? t('nearby.something');
  return street === undefined ? what : t('nearby.at', { what, street });
}

interface GroupsProps {
  readonly groups: readonly Group[];
  readonly view: PublicMapView;
  readonly asked: Asked;
}

function Groups({ groups, view, asked }: GroupsProps) {
  const t = useT();
  const href = useTownHref();
  if (groups.length === 0)
    return (
      <EmptyState title={t('map.none')}>
        <Paragraph>{t('map.none-text')}</Paragraph>
      </EmptyState>
    );
  const nearer = ({ items: [{ point }] }: Group) =>
    href(addressWith(asked, { kijk: lookText({ centre: point, widthM: view.map.widthM / 4 }) }));
  return (
    <ol className="wijk-map-groups">
      {groups.map((group) => (
        <GroupItem key={group.letter} group={group} nearer={nearer(group)} />
      ))}
    </ol>
  );
}

interface GroupItemProps {
  readonly group: Group;
  /** Where the map shows them apart. */
  readonly nearer: string;
}

function GroupItem({ group: { letter, items, isOnePlace }, nearer }: GroupItemProps) {
  const t = useT();
  const lines = [...Map.groupBy(items, (item) => lineOf(t, item)).entries()];
  const shown = isOnePlace ? lines : lines.slice(0, ROWS_MOST);
  const left = lines.slice(shown.length).reduce((sum, [, same]) => sum + same.length, 0);
  return (
    <li className="wijk-map-group" id={`plek-${letter}`} tabIndex={-1}>
      <span className="wijk-map-group__letter">{letter}</span>
      <ul className="wijk-map-group__rows">
        {shown.map(([line, [item, ...others]]) =>
          item === undefined ? null : <ShownItem key={line} item={item} count={others.length + 1} />,
        )}
      </ul>
      {isOnePlace ? null : (
        <p className="wijk-map-group__more">
          <Link href={nearer}>{t(left > 0 ? 'map.more' : 'map.nearer', { count: left, letter })}</Link>
        </p>
      )}
    </li>
  );
}

/** What is the same but for its day stands on one line, with how many. */
function lineOf(t: T, item: PublicShown): string {
  return [whatOf(t, item), item.closedAt !== undefined, item.isInHand].join();
}

/** The newest of what is on this line, and how many there are. */
function ShownItem({ item, count }: { readonly item: PublicShown; readonly count: number }) {
  const t = useT();
  const { icon, receivedAt, closedAt, isInHand } = item;
  const state = t(isInHand ? 'nearby.in-hand' : 'nearby.waiting');
  const when = closedAt
    ? t('map.done', { date: formatDate(t, closedAt), count })
    : t('map.since', { date: formatDate(t, receivedAt), count, state });
  return (
    <li className="wijk-map-item">
      <Icon name={closedAt ? 'check' : icon} size="small" />
      <span>
        {whatOf(t, item)}
        <span className="wijk-small wijk-map-item__when">{when}</span>
      </span>
    </li>
  );
}

/** From near enough the form opens with the middle of the map as its place, to be looked at and changed there. */
function NotThere({ place }: { readonly place: string | undefined }) {
  const t = useT();
  const href = useTownHref();
  return (
    <div className="wijk-stack wijk-stack--small">
      <Paragraph>
        <strong>{t('map.not-there')}</strong>{' '}
        {t(place === undefined ? 'map.not-there-far' : 'map.not-there-near')}
      </Paragraph>
      <div>
        <ButtonLink href={href(place === undefined ? '/melden' : `/melden?plek=${place}`)}>
          {t(place === undefined ? 'map.report' : 'map.report-here')}
        </ButtonLink>
      </div>
    </div>
  );
}
