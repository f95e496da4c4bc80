import type { T } from '../kit/translate.ts';
import { Icon, usePage } from '../kit/web/index.tsx';

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 24 * HOUR_MINUTES;

/** A demo whose clock was moved says so on every page: its times would look wrong otherwise. */
export function ClockStrip() {
  const { t, frame } = usePage();
  return frame.clockAheadMs === undefined ? null : (
    <p className="wijk-clock-strip">
      <span className="wijk-clock-strip__words">
        <Icon name="info" size="small" />
        {t('demo.clock.text', { ahead: aheadText(t, frame.clockAheadMs) })}
      </span>
    </p>
  );
}

/** In the largest unit that says it exactly: '2 dagen', '36 uur', '90 minuten'. */
function aheadText(t: T, aheadMs: number): string {
  const minutes = Math.round(aheadMs / MINUTE_MS);
  if (minutes % DAY_MINUTES === 0) return t('demo.clock.days', { count: minutes / DAY_MINUTES });
  if (minutes % HOUR_MINUTES === 0) return t('demo.clock.hours', { count: minutes / HOUR_MINUTES });
  return t('demo.clock.minutes', { count: minutes });
}
