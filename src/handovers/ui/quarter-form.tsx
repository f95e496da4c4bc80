import { Button, useT } from '../../kit/web/index.tsx';
import type { QuarterPeriod } from '../overview-wire.ts';
import { Choice } from './choice.tsx';
import './work.css';

/** Of which quarter the page at this address tells. */
export function QuarterForm({
  action,
  period,
}: {
  readonly action: string;
  readonly period: Pick<QuarterPeriod, 'quarter' | 'quarters'>;
}) {
  const t = useT();
  return (
    <form method="get" action={action} className="wijk-filter">
      <Choice
        name="kwartaal"
        label={t('figures.quarter')}
        value={period.quarter}
        options={period.quarters.map(({ value, year, quarter }) => ({
          value,
          label: t('figures.quarter-name', { quarter, year: String(year) }),
        }))}
      />
      <Button>{t('figures.show')}</Button>
    </form>
  );
}
