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
import { hoursOf } from '../hours-rules.ts';
import { WEEKDAYS } from '../model.ts';
import type { RosterPageView } from '../wire.ts';

const HOURS = 'hours';

/** When a service is open in an ordinary week, and a form to change that. */
export function ServiceHours({ service }: { readonly service: NonNullable<RosterPageView['service']> }) {
  const t = useT();
  const isRefused = useFormState()?.values['intent'] === HOURS;
  const days = WEEKDAYS.map((weekday) => ({
    weekday,
    name: weekdayName(t, weekday),
    hours: hoursOf(service.hours, weekday),
  }));
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
