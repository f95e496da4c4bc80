import { iconPath } from './icon-paths.ts';
import type { At } from './map-pins.ts';

/** What a pin says beside where it stands; by its shape and its sign as well as by its colour. */
export type MarkTone = 'plain' | 'pressing' | 'late' | 'done';

export interface MapMark {
  readonly letter: string;
  readonly at: At;
  readonly href: string;
  /** All of what the pin says, for who hears it. */
  readonly label: string;
  readonly count: number;
  readonly icon: string;
  readonly tone: MarkTone;
  readonly isArea: boolean;
}

/** The pins of a map: each a link, the most pressing on top. */
export function MapMarks({ marks, px }: { readonly marks: readonly MapMark[]; readonly px: number }) {
  return marks.toReversed().map((mark) => (
    <a key={mark.letter} href={mark.href} aria-label={mark.label} className="wijk-mark">
      <title>{mark.label}</title>
      <g
        aria-hidden="true"
        transform={`translate(${Math.round(mark.at[0])} ${Math.round(mark.at[1])}) scale(${short(px)})`}
      >
        <g className="wijk-map__fixed">
          <text className="wijk-mark__letter" y={34} fontSize={13} strokeWidth={3}>
            {mark.letter}
          </text>{' '}
          <MarkShape mark={mark} />
        </g>
      </g>
    </a>
  ));
}

const short = (value: number) => Number(value.toFixed(3));

const SHAPES: Readonly<Record<MarkTone, string>> = {
  plain: 'M-18 0a18 18 0 1 0 36 0a18 18 0 1 0-36 0Z',
  done: 'M-18 0a18 18 0 1 0 36 0a18 18 0 1 0-36 0Z',
  pressing: 'M0-22.5 22.5 0 0 22.5-22.5 0Z',
  late: 'M-9-20H9L20-9V9L9 20H-9L-20 9V-9Z',
};
const AREA = 'M-24-16h48v32h-48Z';

type Shown = Pick<MapMark, 'count' | 'icon' | 'tone' | 'isArea'>;

/** A circle; a diamond for what presses, an octagon for what is late, a plate for what is known by its neighbourhood. */
function MarkShape({ mark: { count, icon, tone, isArea } }: { readonly mark: Shown }) {
  return (
    <>
      <path className={`wijk-mark__shape wijk-mark__shape--${tone}`} d={isArea ? AREA : SHAPES[tone]} />
      <g className={`wijk-mark__sign wijk-mark__sign--${tone}`} transform="translate(-11 -11) scale(.92)">
        <path d={iconPath(icon)} />
      </g>
      {count > 1 ? <Plate at={16} text={String(count)} tone="plain" /> : null}{' '}
      {tone === 'late' ? <Plate at={-16} text="!" tone="late" /> : null}
      {tone === 'done' ? (
        <g className="wijk-mark__plate wijk-mark__plate--done" transform="translate(-16 -16)">
          <rect x={-10} y={-10} width={20} height={20} rx={10} />
          <path d="m-5 0 4 4 6-8" />
        </g>
      ) : null}
    </>
  );
}

function Plate({ at, text, tone }: { readonly at: number; readonly text: string; readonly tone: MarkTone }) {
  const width = Math.max(20, 8 + text.length * 8);
  return (
    <g className={`wijk-mark__plate wijk-mark__plate--${tone}`} transform={`translate(${at} -16)`}>
      <rect x={-width / 2} y={-10} width={width} height={20} rx={10} />
      <text y={5} fontSize={14}>
        {text}
      </text>
    </g>
  );
}

/** A pin by itself, beside words that say the same: in a list or a legend. */
export function MarkPicture(shown: Shown) {
  return (
    <svg className="wijk-mark-picture" viewBox="-28 -28 56 56" aria-hidden="true" focusable="false">
      <MarkShape mark={shown} />
    </svg>
  );
}
