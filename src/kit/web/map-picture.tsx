import { MapMarks, type MapMark } from './map-marks.tsx';
import type { At } from './map-pins.ts';

interface MapPictureProps {
  readonly view: {
    readonly widthM: number;
    readonly heightM: number;
    readonly areas: readonly {
      readonly name: string;
      readonly outline: string;
      readonly at?: At | undefined;
    }[];
    readonly homes: readonly At[];
    readonly streets: readonly { readonly name: string; readonly at: At }[];
  };
  /** As it is shown, in pixels: letters and lines keep their size whatever the scale. */
  readonly widthPx: number;
  /** Marks the middle; `accuracyM` draws how far off it may be. */
  readonly pin?: { readonly accuracyM?: number | undefined };
  /** What stands on it, each as a link. */
  readonly marks?: readonly MapMark[];
  /** What stands there for who cannot see it; without it the words beside it say the same. */
  readonly title?: string;
  /** It is a picture of its own, which no style sheet of a page reaches: it brings its dark colours along. */
  readonly alone?: boolean;
}

const HOME_M = 7;

/** As `map.css` has them. */
const DARK = `@media (prefers-color-scheme: dark) {
.wijk-map__water { fill: #12191d }
.wijk-map__land { fill: #26323a; stroke: #6d808a }
.wijk-map__homes { fill: #485963 }
.wijk-map text { stroke: #1a2429 }
.wijk-map__area text { fill: #cdd6d9 }
.wijk-map__street text { fill: #eef2f3 }
}`;

/**
 * A plain map in metres, drawn without scripts so that it also stands as a picture of its own. In a page
 * its classes let it follow the theme, the dark and the width (`map.css`).
 */
export function MapPicture({ view, widthPx, pin, marks, title, alone = false }: MapPictureProps) {
  const { widthM, heightM, areas, homes, streets } = view;
  const px = widthM / widthPx;
  const isNear = homes.length > 0 || streets.length > 0;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${Math.round(widthM)} ${Math.round(heightM)}`}
      width={widthPx}
      height={Math.round(heightM / px)}
      className="wijk-map"
      fontFamily="'Source Sans 3', sans-serif"
      textAnchor="middle"
      {...(title === undefined
        ? { 'aria-hidden': true }
        : { role: marks ? 'group' : 'img', 'aria-label': title })}
    >
      {alone ? <style>{DARK}</style> : null}
      <rect className="wijk-map__water" width="100%" height="100%" fill="#e4e8ea" />
      <g
        className="wijk-map__land"
        fill="#f6f5f0"
        fillRule="evenodd"
        stroke="#8a979e"
        strokeWidth={round(px * 1.2)}
        strokeLinejoin="round"
      >
        {areas.map(({ name, outline }) => (
          <path key={name} d={outline} />
        ))}
      </g>
      {homes.length > 0 ? <path className="wijk-map__homes" d={homesPath(homes)} fill="#c9bfae" /> : null}
      {streets.map(({ name, at }) => (
        <Name key={name} text={name} at={at} px={px} sizePx={12} kind="street" widthM={widthM} />
      ))}
      {namesOf(areas, marks, px).map(({ name, at }) =>
        at ? (
          <Name
            key={name}
            text={name}
            at={at}
            px={px}
            sizePx={isNear ? 15 : 13}
            kind="area"
            widthM={widthM}
          />
        ) : null,
      )}
      {pin ? <Pin at={[widthM / 2, heightM / 2]} px={px} accuracyM={pin.accuracyM} /> : null}
      {marks ? <MapMarks marks={marks} px={px} /> : null}
    </svg>
  );
}

/** What a pin takes of a map, and how far a name may step aside for one; in pixels. */
const PIN = { halfWidth: 26, up: 36, down: 44 } as const;
const ASIDE = [0, -30, 30, -46, 46, -60, 60] as const;
const LINE_PX = 18;

interface Named {
  readonly name: string;
  readonly at?: At | undefined;
}

/** Each name where no pin and no other name lies over it, a little above or below its own place; there all the same when it is full. */
function namesOf(
  areas: MapPictureProps['view']['areas'],
  marks: readonly MapMark[] = [],
  px: number,
): readonly Named[] {
  const written: Named[] = [];
  const halfPx = (name: string) => (name.length * 13 * LETTER) / 2;
  for (const { name, at } of areas) {
    if (!at) continue;
    const [x, y] = at;
    const isFree = (yM: number) =>
      marks.every(({ at: [pinX, pinY] }) => {
        const [asidePx, belowPx] = [Math.abs(pinX - x) / px, (yM - pinY) / px];
        return asidePx > PIN.halfWidth + halfPx(name) || belowPx < -PIN.up || belowPx > PIN.down;
      }) &&
      written.every(({ name: other, at: [otherX, otherY] = [x, y] }) => {
        const [asidePx, belowPx] = [Math.abs(otherX - x) / px, Math.abs(yM - otherY) / px];
        return asidePx > halfPx(name) + halfPx(other) || belowPx > LINE_PX;
      });
    const stepped = marks.length === 0 ? [y] : ASIDE.map((step) => Math.round(y + step * px));
    written.push({ name, at: [x, stepped.find(isFree) ?? y] });
  }
  return written;
}

/** One path for all of them: a tag for each would be most of the page. */
function homesPath(homes: readonly At[]): string {
  return homes
    .map(([xM, yM]) => `M${xM - HOME_M / 2} ${yM - HOME_M / 2}h${HOME_M}v${HOME_M}h-${HOME_M}z`)
    .join('');
}

const round = (value: number) => Number(value.toFixed(3));

interface NameProps {
  readonly text: string;
  readonly at: At;
  readonly px: number;
  readonly sizePx: number;
  readonly kind: 'area' | 'street';
  readonly widthM: number;
}

/** How wide a letter is, as a share of its height: roughly, to keep names within the picture. */
const LETTER = 0.52;
const NAME_COLORS = { area: '#4f5d65', street: '#1f2a30' } as const;

/** With a pale edge, so that it can be read on whatever lies below. */
function Name({ text, at: [xM, yM], px, sizePx, kind, widthM }: NameProps) {
  const halfM = (text.length * sizePx * LETTER * px) / 2 + 4 * px;
  const x = Math.round(Math.min(Math.max(xM, halfM), widthM - halfM));
  return (
    <g className={`wijk-map__${kind}`} transform={`translate(${x} ${yM}) scale(${round(px)})`}>
      <text
        className="wijk-map__fixed"
        fontSize={sizePx}
        fill={NAME_COLORS[kind]}
        stroke="#ffffff"
        strokeWidth={3}
        strokeLinejoin="round"
        paintOrder="stroke"
      >
        {text}
      </text>
    </g>
  );
}

function Pin({ at: [xM, yM], px, accuracyM }: { at: At; px: number; accuracyM?: number | undefined }) {
  const d = `M${xM} ${yM}c${-10 * px} ${-12 * px} ${-14 * px} ${-18 * px} ${-14 * px} ${-25 * px}a${14 * px} ${14 * px} 0 1 1 ${28 * px} 0c0 ${7 * px} ${-4 * px} ${13 * px} ${-14 * px} ${25 * px}Z`;
  return (
    <>
      {accuracyM === undefined ? null : (
        <circle
          cx={xM}
          cy={yM}
          r={accuracyM}
          fill="#0b5fff"
          fillOpacity="0.15"
          stroke="#0b5fff"
          strokeWidth={px}
        />
      )}
      <path d={d} fill="#b3261e" stroke="#ffffff" strokeWidth={2 * px} />
      <circle cx={xM} cy={yM - 25 * px} r={5 * px} fill="#ffffff" />
    </>
  );
}
