import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  Card,
  Details,
  Form,
  Paragraph,
  RadioGroup,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { ReportView } from '../wire.ts';

const RESULTS = ReportView.shape.informing.unwrap().shape.result.unwrap().options;

/** Who a report is about is told within a month, or the reason why not is written down. */
export function ReportInforming({ view }: { readonly view: ReportView }) {
  const t = useT();
  const refused = useFormState()?.values['intent'] === 'inform';
  const { informing, now } = view;
  if (!informing) return null;
  const { result, doneAt, deadline, isLate, mayRecord } = informing;
  if (result !== null && doneAt !== null) {
    return (
      <Card title={t('handovers.informing.title')} tone="soft">
        <Paragraph>
          {t('handovers.informing.done', {
            result: t(`handovers.informing.${result}`),
            date: formatDate(t, doneAt),
          })}
        </Paragraph>
        {mayRecord ? (
          <Details summary={t('handovers.informing.change')} open={refused}>
            <InformForm />
          </Details>
        ) : null}
      </Card>
    );
  }
  const left = formatTimeLeft(t, deadline, now);
  return (
    <Card
      title={t('handovers.informing.title')}
      tone={isLate ? 'late' : 'plain'}
      aside={isLate ? <Badge tone="late">{left}</Badge> : undefined}
    >
      <Paragraph>{t('handovers.informing.until', { date: formatDate(t, deadline) })}</Paragraph>
      {mayRecord ? (
        <Details summary={t('handovers.informing.record')} open={refused || isLate}>
          <InformForm />
        </Details>
      ) : null}
    </Card>
  );
}

function InformForm() {
  const t = useT();
  const options = RESULTS.map((value) => ({
    value,
    label: t(`handovers.informing.${value}`),
  }));
  return (
    <Form intent="inform" labels={{ result: t('handovers.informing.question') }}>
      <RadioGroup
        name="result"
        label={t('handovers.informing.question')}
        hint={t('handovers.informing.hint')}
        options={options}
      />
      <Button>{t('handovers.informing.submit')}</Button>
    </Form>
  );
}
