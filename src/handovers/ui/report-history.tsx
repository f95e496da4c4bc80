import { formatShort } from '../../kit/time-text.ts';
import { Card, Small, Timeline, useT } from '../../kit/web/index.tsx';
import type { HistoryLine } from '../wire.ts';
import { storyOf, wasNeverWithNobody, type StoryStep } from './story.ts';

/** The life of a report from its arrival on, each step with whom it lay from then. */
export function ReportHistory({ history }: { readonly history: readonly HistoryLine[] }) {
  const t = useT();
  return (
    <Card title={t('handovers.history.title')}>
      {wasNeverWithNobody(history) ? <Small>{t('handovers.history.never-with-nobody')}</Small> : null}
      <Timeline
        items={storyOf(history, t).map((step) => ({
          key: step.key,
          title: step.sentences.join(' '),
          time: formatShort(t, step.at),
          at: step.at,
          by: step.by,
          tone: step.tone,
          detail: step.turn ? <TurnLine turn={step.turn} /> : undefined,
        }))}
      />
    </Card>
  );
}

function TurnLine({
  turn: { owner, from, step, deadline },
}: {
  readonly turn: NonNullable<StoryStep['turn']>;
}) {
  const t = useT();
  const who =
    from === undefined
      ? t('handovers.history.owner', { owner })
      : t('handovers.history.owner-from', { from, owner });
  return (
    <p className="nl-paragraph wijk-turn-line">
      <strong>{who}</strong>
      {' · '}
      {step}
      {' · '}
      <time dateTime={deadline.toISOString()}>
        {t('handovers.history.until', { time: formatShort(t, deadline) })}
      </time>
    </p>
  );
}
