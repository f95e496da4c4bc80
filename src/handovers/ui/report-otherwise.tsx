import { Form, Paragraph, Select, Small, SubmitButton, useT } from '../../kit/web/index.tsx';
import { OtherwiseReason } from '../model.ts';
import { ReportView } from '../wire.ts';
import { Seen } from './report-forms.tsx';

interface ViewProps {
  readonly view: ReportView;
}

const { nature: Nature, urgency: Urgency } = ReportView.shape.advised.shape;

/** What it is about, how soon and with whom, in the place of the advice; and why. */
export function DecideOtherwiseForm({ view }: ViewProps) {
  const t = useT();
  const { nature, urgency } = view.extract;
  const services = view.services.map(({ id, name }) => ({ value: id, label: name }));
  const name = (field: 'nature' | 'urgency' | 'service' | 'reason') =>
    t(`handovers.decide-otherwise.${field}`);
  return (
    <Form
      intent="decide-otherwise"
      values={{ nature, urgency }}
      labels={{ nature: name('nature'), urgency: name('urgency'), reason: name('reason') }}
    >
      <Seen view={view} />
      <Small>{t('handovers.decide-otherwise.text')}</Small>
      <Select
        name="nature"
        label={name('nature')}
        empty={false}
        options={Nature.options.map((value) => ({ value, label: t(`triage.nature.${value}`) }))}
      />
      <Select
        name="urgency"
        label={name('urgency')}
        empty={false}
        options={Urgency.options.map((value) => ({ value, label: t(`triage.urgency.${value}`) }))}
      />
      {view.commands.includes('hand-on') ? (
        <Select
          name="service"
          label={name('service')}
          optional
          empty={t('handovers.decide-otherwise.no-service')}
          options={services}
        />
      ) : null}
      <Select
        name="reason"
        label={name('reason')}
        options={OtherwiseReason.options.map((value) => ({
          value,
          label: t(`handovers.otherwise.${value}`),
        }))}
      />
      <SubmitButton>{t('handovers.decide-otherwise.submit')}</SubmitButton>
    </Form>
  );
}

/** Beside the advice: what a person made of it since. */
export function Otherwise({ view: { advised, extract } }: ViewProps) {
  const t = useT();
  if (advised.nature === extract.nature && advised.urgency === extract.urgency) return null;
  return (
    <Paragraph>
      {t('handovers.decide-otherwise.now', {
        advisedNature: t(`triage.nature.${advised.nature}`),
        advisedUrgency: t(`triage.urgency.${advised.urgency}`),
        nature: t(`triage.nature.${extract.nature}`),
        urgency: t(`triage.urgency.${extract.urgency}`),
      })}
    </Paragraph>
  );
}
