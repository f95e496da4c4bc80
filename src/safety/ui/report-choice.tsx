import { Select, useT } from '../../kit/web/index.tsx';
import type { OwnReport } from '../wire.ts';

interface ReportChoiceProps {
  readonly label: string;
  readonly hint?: string;
  readonly reports: readonly OwnReport[];
  /** The words of the choice for none, where that is one. */
  readonly none?: string;
}

/** One of the reports that lie with me. */
export function ReportChoice({ label, hint, reports, none }: ReportChoiceProps) {
  const t = useT();
  return (
    <Select
      name="report"
      label={label}
      optional={none !== undefined}
      {...(hint === undefined ? {} : { hint })}
      {...(none === undefined ? {} : { empty: none })}
      options={reports.map(({ number, nature }) => ({
        value: String(number),
        label:
          nature === undefined
            ? String(number)
            : t('handovers.list.name', { number: String(number), nature: t(`triage.nature.${nature}`) }),
      }))}
    />
  );
}
