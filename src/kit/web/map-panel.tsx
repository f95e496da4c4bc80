import { Fragment, type ReactNode } from 'react';
import { Details } from './content.tsx';
import { MapPicture } from './map-picture.tsx';
import { MarkPicture, type MapMark, type MarkTone } from './map-marks.tsx';
import { useT } from './use-page.tsx';

/** A link that moves the map, or looks at a part of it. */
export interface MapWay {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
  readonly isHere?: boolean;
}

interface MapPanelProps {
  readonly view: Parameters<typeof MapPicture>[0]['view'];
  readonly title: string;
  readonly marks: readonly MapMark[];
  /** Nearer, farther and aside; each a page of its own, so that no script is needed. */
  readonly moves: readonly MapWay[];
  /** Parts of the town to look at. */
  readonly parts?: { readonly label: string; readonly ways: readonly MapWay[] };
  /** What the shapes mean; only of those that stand there. */
  readonly legend: readonly { readonly tone: MarkTone; readonly isArea: boolean; readonly label: string }[];
  readonly source?: string | undefined;
  /** The same in words, beside the map. */
  readonly children: ReactNode;
}

const WIDTH_PX = 680;

/** A map and, beside it, the list of what stands on it: who cannot see or use the map misses nothing. */
export function MapPanel({ view, title, marks, moves, parts, legend, source, children }: MapPanelProps) {
  const t = useT();
  return (
    <div className="wijk-map-panel">
      <div className="wijk-map-panel__map">
        {parts === undefined ? null : <Parts {...parts} />}
        <figure className="wijk-map-panel__figure">
          <MapPicture view={view} widthPx={WIDTH_PX} marks={marks} title={title} />
          <nav className="wijk-map-panel__moves" aria-label={t('kit.map.moves')}>
            {moves.map((way) => (
              <Fragment key={way.label}>
                <Way way={way} />
              </Fragment>
            ))}
          </nav>
          <figcaption className="wijk-map-panel__legend">
            {legend.map(({ tone, isArea, label }) => (
              <span key={label} className="wijk-map-panel__key">
                <MarkPicture tone={tone} isArea={isArea} icon={isArea ? 'house' : 'place'} count={1} />
                {label}
              </span>
            ))}
            {source === undefined ? null : <span className="wijk-small">{source}</span>}
          </figcaption>
        </figure>
      </div>
      <div className="wijk-map-panel__list">{children}</div>
    </div>
  );
}

/** More than this stand folded, so that the map is not pushed off the screen. */
const PARTS_MOST = 12;

function Parts({ label, ways }: NonNullable<MapPanelProps['parts']>) {
  const list = (
    <ul className="wijk-map-panel__ways">
      {ways.map((way) => (
        <li key={way.label}>
          <Way way={way} />
        </li>
      ))}
    </ul>
  );
  return (
    <nav className="wijk-map-panel__parts" aria-label={label}>
      {ways.length > PARTS_MOST ? <Details summary={label}>{list}</Details> : list}
    </nav>
  );
}

function Way({ way: { href, label, count, isHere = false } }: { readonly way: MapWay }) {
  return (
    <a
      className={isHere ? 'wijk-map-way wijk-map-way--here' : 'wijk-map-way'}
      href={href}
      aria-current={isHere ? 'true' : undefined}
    >
      {label}
      {count === undefined ? null : <span className="wijk-tally"> {count}</span>}
    </a>
  );
}
