import { weekdayName } from '../../kit/time-text.ts';
import {
  Card,
  Details,
  Form,
  HiddenInput,
  Small,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { RosterPageView } from '../wire.ts';

const HOURS = 'hours';

interface HoursProps {
  readonly service: NonNullable<RosterPageView['service']>;
  readonly week: RosterPageView['week'];
}

/** When a service is open in an ordinary week, and a form to change that. */
export function ServiceHours({ service, week }: HoursProps) {
  const t = useT();
  const isRefused = useFormState()?.values['intent'] === HOURS;
  const days = week.map(({ weekday, hours }) => ({ weekday, name: weekdayName(t, weekday), hours }));
  return (
    <Card title={t('hours.title')}>
      <ul className="wijk-list">
        {days.map(({ weekday, name, hours }) => (
          <li key={weekday}>
            {name}: {hours || t('hours.closed')}
          </li>
        ))}
      </ul>
      <Details summary={t('hours.change')} open={isRefused}>
        <Form
          intent={HOURS}
          values={Object.fromEntries(days.map(({ weekday, hours }) => [`day${weekday}`, hours]))}
        >
          <HiddenInput name="service" value={service.id} />
          <HiddenInput name="before" value={JSON.stringify(service.hours)} />
          <Small>{t('hours.hint')}</Small>
          {days.map(({ weekday, name }) => (
            <TextInput key={weekday} name={`day${weekday}`} width="short" label={name} optional />
          ))}
          <Small>{t('hours.deadlines')}</Small>
          <SubmitButton>{t('hours.put')}</SubmitButton>
        </Form>
      </Details>
    </Card>
  );
}
