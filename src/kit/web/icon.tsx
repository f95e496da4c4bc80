const PATHS = {
  alert: 'M12 3 1.8 20.5h20.4L12 3Zm0 6.2v5m0 2.6v.4',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  back: 'M19 12H5m6-6-6 6 6 6',
  check: 'm4.5 12.5 5 5 10-11',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3.2 2',
  follow: 'M12 5C6.5 5 3 10 2 12c1 2 4.5 7 10 7s9-5 10-7c-1-2-4.5-7-10-7Zm0 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.2 9.4a2.9 2.9 0 1 1 4.3 2.5c-1 .6-1.5 1.2-1.5 2.3m0 2.6v.4',
  house: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 7.5V17m0-10v.4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 20.5c.8-4 4-6 8-6s7.2 2 8 6',
  phone:
    'M5 3.5h4l1.7 4.6-2.3 1.7a13 13 0 0 0 5.8 5.8l1.7-2.3 4.6 1.7v4c0 1-.8 1.5-1.6 1.5C10.5 20 4 13.5 3.5 5.1 3.5 4.3 4 3.5 5 3.5Z',
  place:
    'M12 21.5c4.5-5 7-8.6 7-12a7 7 0 1 0-14 0c0 3.4 2.5 7 7 12Zm0-14.5a2.6 2.6 0 1 0 0 5.2A2.6 2.6 0 0 0 12 7Z',
  talk: 'M4 4.5h16v11.5h-9l-5 4v-4H4V4.5Z',
  work: 'M4 5.5h3m3 0h10M4 12h3m3 0h10M4 18.5h3m3 0h10',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words that say the same; never the only carrier of a meaning. */
export function Icon({
  name,
  size = 'medium',
}: {
  readonly name: IconName;
  readonly size?: 'small' | 'medium' | 'large';
}) {
  return (
    <svg className={`wijk-icon wijk-icon--${size}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
