import type { T } from '../../kit/translate.ts';
import {
  Details,
  EmptyState,
  gatherPins,
  Icon,
  Link,
  MapPanel,
  Paragraph,
  Small,
  useT,
  useTownHref,
  type MapMark,
  type MapWay,
  type MarkTone,
  type PinGroup,
} from '../../kit/web/index.tsx';
import { lookText, movesOf, type ListMapView, type PlacedExtract } from '../map-wire.ts';
import type { ExtractView } from '../wire.ts';
import { Deadline, isPressing, ReportName, useExtractColumns } from './extract-parts.tsx';
import { addressWith, type Asked } from './list-address.ts';
import '../../kit/web/map.css';

/** How near pins may stand to each other, as a share of the width: they keep apart on a telephone as well. */
const REACH = 1 / 12;
/** Of more than this the others stand folded, so that the next pin is not far to look for. */
const ROWS_MOST = 6;

type Pin = PlacedExtract & { readonly at: readonly [number, number] };
type Group = PinGroup<Pin>;

interface ListMapProps {
  readonly view: ListMapView;
  readonly asked: Asked;
}

/** A list of reports as a map, with the same list beside it under the letters of its pins. */
export function ListMap({ view, asked }: ListMapProps) {
  const t = useT();
  const href = useTownHref();
  const { map, placed, icons, now } = view;
  const pins = placed.map((one) => ({
    ...one,
    at: [one.point.xM - map.leftM, map.topM - one.point.yM] as const,
  }));
  const groups = gatherPins(pins, { reachM: map.widthM * REACH });
  const marks = groups.map((group) => markOf(t, group, icons));
  return (
    <section className="wijk-stack wijk-stack--small" aria-label={t('list.map.title')}>
      <Counted view={view} />
      <MapPanel
        view={map}
        title={t('list.map.title')}
        marks={marks}
        moves={useMoves(view, asked)}
        parts={{ label: t('list.map.parts'), ways: useParts(view, asked) }}
        legend={legendOf(t, marks)}
      >
        {groups.length === 0 ? (
          <EmptyState title={t('list.map.none')}>
            <Paragraph>{t('list.map.none-text')}</Paragraph>
          </EmptyState>
        ) : (
          <ol className="wijk-map-groups">
            {groups.map((group) => (
              <GroupItem
                key={group.letter}
                group={group}
                now={now}
                icons={icons}
                nearer={
                  group.isOnePlace ? undefined : href(addressWith(asked, { kijk: nearerTo(group, view) }))
                }
              />
            ))}
          </ol>
        )}
        <Unplaced extracts={view.unplaced} now={now} />
        <Small>{t('list.map.how-exact')}</Small>
      </MapPanel>
    </section>
  );
}

function Counted({ view: { placed, outside, unplaced, isCut } }: Pick<ListMapProps, 'view'>) {
  const t = useT();
  return (
    <Paragraph>
      <strong>{t('list.map.in-view', { count: placed.length })}</strong>{' '}
      {outside > 0 ? t('list.map.outside', { count: outside }) : null}{' '}
      {unplaced.length > 0 ? (
        <Link href="#zonder-plek">{t('list.map.unplaced', { count: unplaced.length })}</Link>
      ) : null}{' '}
      {isCut ? t('list.map.cut', { shown: placed.length + outside + unplaced.length }) : null}
    </Paragraph>
  );
}

/** Each way that the map can be moved; the neighbourhood that was filtered on is no reason to stay there. */
function useMoves(view: ListMapView, asked: Asked): MapWay[] {
  const t = useT();
  const href = useTownHref();
  return movesOf(view).map(({ move, to }) => ({
    href: href(addressWith(asked, { kijk: to })),
    label: t(`kit.map.move.${move}`),
  }));
}

function useParts({ areas, look, isWhole }: ListMapView, asked: Asked): MapWay[] {
  const t = useT();
  const href = useTownHref();
  const here = lookText(look);
  // with a filter on a neighbourhood nothing asked is that neighbourhood: the whole town is then to be asked
  const whole = asked['buurt'] ? '1,1,999999' : undefined;
  return [
    { href: href(addressWith(asked, { kijk: whole })), label: t('kit.map.whole'), isHere: isWhole },
    ...areas
      .filter(({ count }) => count > 0)
      .map(({ name, count, look: there }) => ({
        href: href(addressWith(asked, { kijk: lookText(there) })),
        label: name,
        count,
        isHere: !isWhole && lookText(there) === here,
      })),
  ];
}

function nearerTo({ items: [{ point }] }: Group, { map }: ListMapView): string {
  return lookText({ centre: point, widthM: map.widthM / 4 });
}

const TONES: readonly MarkTone[] = ['late', 'pressing', 'plain', 'done'];

function toneOf(extract: ExtractView): MarkTone {
  if (extract.status === 'closed') return 'done';
  if (extract.isLate) return 'late';
  const isUrgent = extract.urgency === 'now' || extract.urgency === 'today';
  const isDanger = extract.danger === 'life' || extract.danger === 'threat';
  return isPressing(extract) && (isUrgent || isDanger) ? 'pressing' : 'plain';
}

function groupTone(items: readonly Pin[]): MarkTone {
  const tones = new Set(items.map(({ extract }) => toneOf(extract)));
  return TONES.find((tone) => tones.has(tone)) ?? 'plain';
}

/** The picture of what they all are; a list when they are several things. */
function groupIcon(items: readonly Pin[], icons: ListMapView['icons']): string {
  const [first, ...others] = new Set(items.map(({ extract }) => extract.nature));
  return first === undefined || others.length > 0 ? 'work' : (icons[first] ?? 'place');
}

/** No names and no words: a letter, how many, of which nature and how many are late. */
function markOf(t: T, group: Group, icons: ListMapView['icons']): MapMark {
  const { letter, at, isArea, items } = group;
  const natures = [...new Set(items.map(({ extract }) => t(`triage.nature.${extract.nature}`)))].join(', ');
  const late = items.filter(({ extract }) => toneOf(extract) === 'late').length;
  return {
    letter,
    at,
    isArea,
    href: `#plek-${letter}`,
    label: t('list.map.pin', { letter, count: items.length, natures, late, place: areaOf(t, group) }),
    count: items.length,
    icon: groupIcon(items, icons),
    tone: groupTone(items),
  };
}

function areaOf(t: T, { items: [{ extract }] }: Group): string {
  return extract.neighbourhood ?? t('handovers.place.unknown');
}

function legendOf(t: T, marks: readonly MapMark[]) {
  const shapes = TONES.filter((tone) => marks.some((mark) => mark.tone === tone && !mark.isArea)).map(
    (tone) => ({
      tone,
      isArea: false,
      label: t(`list.map.tone.${tone}`),
    }),
  );
  const area = { tone: 'plain' as const, isArea: true, label: t('list.map.area') };
  return marks.some(({ isArea }) => isArea) ? [...shapes, area] : shapes;
}

interface GroupItemProps {
  readonly group: Group;
  readonly now: Date;
  readonly icons: ListMapView['icons'];
  /** Where the map shows them apart. */
  readonly nearer: string | undefined;
}

function GroupItem({ group, now, icons, nearer }: GroupItemProps) {
  const t = useT();
  const { letter, items, isArea } = group;
  const extracts = items.map(({ extract }) => extract);
  // one more is not worth a fold
  const shown = extracts.length <= ROWS_MOST + 1 ? extracts.length : ROWS_MOST;
  return (
    <li className="wijk-map-group" id={`plek-${letter}`} tabIndex={-1}>
      <span className="wijk-map-group__letter">{letter}</span>
      <span className="wijk-map-group__head">
        <strong>{areaOf(t, group)}</strong>
        {isArea ? <span className="wijk-small">{t('list.map.area')}</span> : null}
        {items.length > 1 ? (
          <span className="wijk-small">{t('list.count', { count: items.length })}</span>
        ) : null}
        {nearer === undefined ? null : (
          <span className="wijk-screen">
            <Link href={nearer}>{t('list.map.nearer')}</Link>
          </span>
        )}
      </span>
      <div className="wijk-map-group__body">
        <Rows extracts={extracts.slice(0, shown)} now={now} icons={icons} />
        {extracts.length > shown ? (
          <Details summary={t('list.map.more', { count: extracts.length - shown })}>
            <Rows extracts={extracts.slice(shown)} now={now} icons={icons} />
          </Details>
        ) : null}
      </div>
    </li>
  );
}

interface RowsProps {
  readonly extracts: readonly ExtractView[];
  readonly now: Date;
  readonly icons?: ListMapView['icons'];
}

function Rows({ extracts, now, icons }: RowsProps) {
  const { urgency } = useExtractColumns({ now, canOpen: true });
  return (
    <ul className="wijk-map-group__rows">
      {extracts.map((extract) => (
        <li key={extract.number} className="wijk-map-group__row">
          <span className="wijk-with-icon">
            {icons ? <Icon name={icons[extract.nature] ?? 'place'} size="small" /> : null}
            <ReportName extract={extract} canOpen />
          </span>
          <span>{urgency.cell(extract)}</span>
          <Deadline extract={extract} now={now} />
        </li>
      ))}
    </ul>
  );
}

/** What nobody knows the place of stands on no map, and is not forgotten for it. */
function Unplaced({ extracts, now }: { readonly extracts: readonly ExtractView[]; readonly now: Date }) {
  const t = useT();
  if (extracts.length === 0) return null;
  return (
    <div id="zonder-plek">
      <Details summary={t('list.map.unplaced', { count: extracts.length })} open>
        <Rows extracts={extracts} now={now} />
      </Details>
    </div>
  );
}
