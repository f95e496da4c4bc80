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
  if (isStopped) return <Badge>{t('own-questions.stopped')}</Badge>;
  return <Badge tone="done">{t(isChanged ? 'own-questions.own' : 'own-questions.as-house')}</Badge>;
}
