import { iconPath, type IconName } from './icon-paths.ts';

export type { IconName } from './icon-paths.ts';

/** A picture beside words that say the same; never the only carrier of a meaning. */
export function Icon({
  name,
  size = 'medium',
}: {
  readonly name: IconName | (string & {});
  readonly size?: 'small' | 'medium' | 'large';
}) {
  return (
    <svg className={`wijk-icon wijk-icon--${size}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={iconPath(name)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
