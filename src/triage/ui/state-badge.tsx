import { Badge, useT } from '../../kit/web/index.tsx';
import { formatShort } from '../../kit/time-text.ts';
import type { SetState } from '../wire.ts';

const TONES = {
  draft: 'neutral',
  proposed: 'attention',
  approved: 'info',
  planned: 'info',
  active: 'done',
  earlier: 'neutral',
  discarded: 'neutral',
} as const satisfies Record<SetState, string>;

/** Where a set stands, and from when it weighs or is going to. */
export function StateBadge({
  state,
  activeFrom,
}: {
  readonly state: SetState;
  readonly activeFrom?: Date | undefined;
}) {
  const t = useT();
  return (
    <span className="wijk-rule-name">
      <Badge tone={TONES[state]}>{t(`tables.state.${state}`)}</Badge>
      {activeFrom ? <span className="wijk-small">{formatShort(t, activeFrom)}</span> : null}
    </span>
  );
}
