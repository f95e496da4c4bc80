import { useEffect, useRef } from 'react';
import { useRevalidator } from 'react-router';
import { usePage, useT, useTownHref } from '../../kit/web/index.tsx';
import type { ExtractView } from '../wire.ts';
import './live-line.css';

interface LiveLineProps {
  /** The moment the page shows. */
  readonly now: Date;
  /** The reports that stand on it. */
  readonly shown: readonly Pick<ExtractView, 'number' | 'changedAt'>[];
  /** Nothing but these is news here. */
  readonly only?: boolean;
  /** Everything that opens for this person is news here, and not the own work alone. */
  readonly all?: boolean;
}

/** `/live.js` puts the number in its place. */
const COUNT = '#';

/**
 * Where `/live.js` says what changed since the page was made, and that it cannot hear any more. Without scripts it is empty:
 * the page is then as it was when it was asked for.
 */
export function LiveLine({ now, shown, only = false, all = false }: LiveLineProps) {
  const t = useT();
  const href = useTownHref();
  const { path } = usePage();
  const { revalidate } = useRevalidator();
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = line;
    if (!current) return;
    const show = () => void revalidate();
    // where the framework keeps the page, it has to make it anew itself
    current.dataset['kept'] = 'true';
    current.addEventListener('live:show', show);
    return () => current.removeEventListener('live:show', show);
  }, [revalidate]);
  return (
    <div
      ref={line}
      className="wijk-live"
      data-live={href('/werk/live')}
      data-since={String(now.getTime())}
      data-shown={shown.map(({ number, changedAt }) => `${number}@${changedAt.getTime()}`).join(' ')}
      data-only={only ? 'true' : undefined}
      data-here={only ? String(shown[0]?.number ?? '') : undefined}
      data-over={only ? 'deze' : all ? 'alles' : undefined}
      data-text-one={t(only ? 'live.this' : 'live.one')}
      data-text-many={t('live.many', { count: COUNT })}
      data-text-look={t('live.look')}
      data-text-notice={t('live.notice')}
      data-text-gone={t('live.gone')}
      data-text-down={t('live.down')}
      data-text-ended={t('live.ended')}
      data-text-shown={t('live.shown')}
      data-text-kept={t('live.kept')}
    >
      <p className="nl-paragraph wijk-live__words" role="status" suppressHydrationWarning />
      <a className="nl-link wijk-live__show" href={path}>
        {t('live.show')}
      </a>
    </div>
  );
}
