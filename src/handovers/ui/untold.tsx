import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import {
  Badge,
  Details,
  EmptyState,
  Link,
  Paragraph,
  Stack,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { InformingTask } from '../wire.ts';

interface TasksProps {
  readonly tasks: readonly InformingTask[];
  readonly now: Date;
  readonly canOpen?: boolean;
}

const SOON_MS = 7 * 24 * 3_600_000;

/** People who still have to be told that there is a report about them: a task of mine until it is done; open when it presses. */
export function Untold({ tasks, now }: TasksProps) {
  const t = useT();
  if (tasks.length === 0) return null;
  const presses = tasks.some(({ deadline }) => deadline.getTime() - now.getTime() < SOON_MS);
  return (
    <Details summary={t('handovers.informing.list', { count: tasks.length })} open={presses}>
      <Stack gap="small">
        <Paragraph>{t('handovers.informing.list-text')}</Paragraph>
        <UntoldTable tasks={tasks} now={now} canOpen />
      </Stack>
    </Details>
  );
}

/** The same, for who looks after the whole municipality. */
export function UntoldTable({ tasks, now, canOpen = false }: TasksProps) {
  const t = useT();
  const href = useTownHref();
  const columns: Column<InformingTask>[] = [
    {
      key: 'report',
      header: t('handovers.informing.report'),
      primary: true,
      cell: ({ number }) => {
        const name = t('handovers.informing.report-number', { number: String(number) });
        return canOpen ? <Link href={href(`/werk/${number}`)}>{name}</Link> : name;
      },
    },
    {
      key: 'until',
      header: t('handovers.list.deadline'),
      cell: ({ deadline, isLate }) => (
        <span className="wijk-name">
          {formatDate(t, deadline)}{' '}
          {isLate ? <Badge tone="late">{formatTimeLeft(t, deadline, now)}</Badge> : null}
        </span>
      ),
    },
  ];
  return (
    <Table
      caption={t('handovers.informing.caption')}
      captionHidden
      columns={columns}
      rows={tasks}
      rowKey={({ number }) => String(number)}
      rowTone={({ isLate }) => (isLate ? 'late' : undefined)}
      empty={<EmptyState title={t('handovers.overview.empty.informeren')} />}
    />
  );
}
