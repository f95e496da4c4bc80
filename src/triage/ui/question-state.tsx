import { Badge, useT } from '../../kit/web/index.tsx';

/** Whether a question is asked, and whether in the municipality's own words. */
export function QuestionState({
  isStopped,
  isChanged,
}: {
  readonly isStopped: boolean;
  readonly isChanged: boolean;
}) {
  const t = useT();
  if (isStopped) return <Badge tone="attention">{t('own-questions.stopped')}</Badge>;
  if (isChanged) return <Badge tone="done">{t('own-questions.own')}</Badge>;
  return <Badge>{t('own-questions.as-house')}</Badge>;
}
