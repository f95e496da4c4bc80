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
  /** What stands there for who cannot see it; without it the words beside it say the same. */
  readonly title?: string;
}

type At = readonly [xM: number, yM: number];

const HOME_M = 7;

/** A plain map in metres, drawn without scripts or style sheets so that it also stands as a picture of its own. */
export function MapPicture({ view, widthPx, pin, title }: MapPictureProps) {
  const { widthM, heightM, areas, homes, streets } = view;
  const px = widthM / widthPx;
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${widthM} ${heightM}`}
      width={widthPx}
      height={Math.round(heightM / px)}
      className="wijk-map"
      fontFamily="'Source Sans 3', sans-serif"
      textAnchor="middle"
      {...(title === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': title })}
    >
      <rect width={widthM} height={heightM} fill="#e4e8ea" />
      {areas.map(({ name, outline }) => (
        <path
          key={name}
          d={outline}
          fill="#f6f5f0"
          fillRule="evenodd"
          stroke="#8a979e"
          strokeWidth={px * 1.2}
          strokeLinejoin="round"
        />
      ))}
      {homes.map(([xM, yM]) => (
        <rect
          key={`${xM} ${yM}`}
          x={xM - HOME_M / 2}
          y={yM - HOME_M / 2}
          width={HOME_M}
          height={HOME_M}
          fill="#c9bfae"
        />
      ))}
      {areas.map(({ name, at }) =>
        at ? (
          <Name
            key={name}
            text={name}
            at={at}
            px={px}
            sizePx={homes.length > 0 ? 15 : 13}
            color="#5d6b73"
            widthM={widthM}
          />
        ) : null,
      )}
      {streets.map(({ name, at }) => (
        <Name key={name} text={name} at={at} px={px} sizePx={12} color="#1f2a30" widthM={widthM} />
      ))}
      {pin ? <Pin at={[widthM / 2, heightM / 2]} px={px} accuracyM={pin.accuracyM} /> : null}
    </svg>
  );
}

interface NameProps {
  readonly text: string;
  readonly at: At;
  readonly px: number;
  readonly sizePx: number;
  readonly color: string;
  readonly widthM: number;
}

/** How wide a letter is, as a share of its height: roughly, to keep names within the picture. */
const LETTER = 0.52;

/** With a pale edge, so that it can be read on whatever lies below. */
function Name({ text, at: [xM, yM], px, sizePx, color, widthM }: NameProps) {
  const halfM = (text.length * sizePx * LETTER * px) / 2 + 4 * px;
  return (
    <text
      x={Math.round(Math.min(Math.max(xM, halfM), widthM - halfM))}
      y={yM}
      fontSize={sizePx * px}
      fill={color}
      stroke="#ffffff"
      strokeWidth={3 * px}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {text}
    </text>
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
