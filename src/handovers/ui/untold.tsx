import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import {
  Badge,
  EmptyState,
  Heading,
  Link,
  Small,
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

/** People who still have to be told that there is a report about them: a task of mine until it is done. */
export function Untold({ tasks, now }: TasksProps) {
  const t = useT();
  if (tasks.length === 0) return null;
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby="untold">
      <Heading level={2} id="untold">
        {t('handovers.informing.list')} <span className="wijk-tally">{tasks.length}</span>
      </Heading>
      <Small>{t('handovers.informing.list-text')}</Small>
      <UntoldTable tasks={tasks} now={now} canOpen />
    </section>
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
    { key: 'until', header: t('handovers.list.deadline'), cell: ({ deadline }) => formatDate(t, deadline) },
    {
      key: 'left',
      header: t('handovers.informing.left'),
      cell: ({ deadline, isLate }) => {
        const left = formatTimeLeft(t, deadline, now);
        return isLate ? <Badge tone="late">{left}</Badge> : left;
      },
    },
  ];
  return (
    <Stack gap="small">
      <Table
        caption={t('handovers.informing.list')}
        captionHidden
        columns={columns}
        rows={tasks}
        rowKey={({ number }) => String(number)}
        rowTone={({ isLate }) => (isLate ? 'late' : undefined)}
        empty={<EmptyState title={t('handovers.overview.empty.informeren')} />}
      />
    </Stack>
  );
}
