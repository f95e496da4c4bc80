import { Form, HiddenInput, RadioGroup, SubmitButton, TextInput, useT } from '../../kit/web/index.tsx';
import { AskedBy, BlockReason, RequestKind } from '../model.ts';

interface Fresh {
  readonly request: string;
  readonly block: string;
  readonly today: string;
  readonly review: string;
}

/** What somebody asked: which right, about which report, since when. Who asks stands in the letter, not here. */
export function RegisterForm({ fresh }: { readonly fresh: Fresh }) {
  const t = useT();
  const labels = {
    reportNumber: t('rights.field.report'),
    kind: t('rights.field.kind'),
    askedBy: t('rights.field.asked-by'),
    reference: t('rights.field.reference'),
    receivedAt: t('rights.field.received'),
  };
  return (
    <Form intent="register" values={{ receivedAt: fresh.today }} labels={labels}>
      <HiddenInput name="key" value={fresh.request} />
      <TextInput name="reportNumber" label={labels.reportNumber} inputMode="numeric" width="short" />
      <RadioGroup
        name="kind"
        label={labels.kind}
        options={RequestKind.options.map((value) => ({
          value,
          label: t(`rights.kind.${value}`),
          hint: t(`rights.kind-hint.${value}`),
        }))}
      />
      <RadioGroup
        name="askedBy"
        label={labels.askedBy}
        options={AskedBy.options.map((value) => ({ value, label: t(`rights.by.${value}`) }))}
      />
      <TextInput name="receivedAt" type="date" label={labels.receivedAt} width="short" />
      <TextInput
        name="reference"
        label={labels.reference}
        hint={t('rights.field.reference-hint')}
        width="short"
        optional
      />
      <SubmitButton>{t('rights.register-submit')}</SubmitButton>
    </Form>
  );
}

export function BlockForm({ fresh }: { readonly fresh: Fresh }) {
  const t = useT();
  const labels = {
    reportNumber: t('rights.field.report'),
    reason: t('rights.field.block-reason'),
    reviewAt: t('rights.review-on'),
  };
  return (
    <Form intent="block" values={{ reviewAt: fresh.review }} labels={labels}>
      <HiddenInput name="key" value={fresh.block} />
      <TextInput name="reportNumber" label={labels.reportNumber} inputMode="numeric" width="short" />
      <RadioGroup
        name="reason"
        label={labels.reason}
        options={BlockReason.options.map((value) => ({ value, label: t(`rights.block-reason.${value}`) }))}
      />
      <TextInput
        name="reviewAt"
        type="date"
        label={labels.reviewAt}
        hint={t('rights.review-hint')}
        width="short"
      />
      <SubmitButton>{t('rights.block-submit')}</SubmitButton>
    </Form>
  );
}
