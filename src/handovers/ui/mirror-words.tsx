import { formatCalendarDate } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import { Badge, useT } from '../../kit/web/index.tsx';
import type { StatementView } from '../mirror-wire.ts';
import type { BlockLevel } from '../model.ts';

const TONES = {
  none: 'neutral',
  planned: 'info',
  partly: 'attention',
  works: 'done',
} as const satisfies Record<BlockLevel, string>;

export function LevelBadge({ level }: { readonly level: BlockLevel | undefined }) {
  const t = useT();
  if (level === undefined) return <span className="wijk-small">{t('mirror.unsaid')}</span>;
  return <Badge tone={TONES[level]}>{t(`mirror.level.${level}`)}</Badge>;
}

/** 'sinds 1 maart 2026'; of what is planned, for when. */
export function sinceText(
  t: T,
  { level, since }: Pick<StatementView, 'level' | 'since'>,
): string | undefined {
  if (since === undefined) return undefined;
  const date = formatCalendarDate(t, since);
  return t(
    level === 'planned' ? 'mirror.planned-for' : level === 'none' ? 'mirror.not-since' : 'mirror.since',
    {
      date,
    },
  );
}
