import {
  Card,
  CheckboxGroup,
  Form,
  Paragraph,
  RadioGroup,
  SubmitButton,
  TextArea,
  TextInput,
  useT,
} from '../../kit/web/index.tsx';
import { Agreement, CARE_WORDS_MAX, CareOutcome } from '../model.ts';

/** 'I spoke with … at …', and what was agreed. */
export function FinishForm({ name, now }: { readonly name: string; readonly now: string }) {
  const t = useT();
  const labels = {
    outcome: t('safe-work.finish.outcome'),
    spokenAt: t('safe-work.finish.when'),
    agreed: t('safe-work.finish.agreed'),
    body: t('safe-work.finish.words'),
  };
  return (
    <Card title={t('safe-work.finish', { name })}>
      <Paragraph>{t('safe-work.finish-text')}</Paragraph>
      <Form intent="finish" values={{ spokenAt: now }} labels={labels}>
        <RadioGroup
          name="outcome"
          label={labels.outcome}
          options={CareOutcome.options.map((value) => ({
            value,
            label: t(`safe-work.finish.${value}`, { name }),
          }))}
        />
        <TextInput name="spokenAt" type="datetime-local" label={labels.spokenAt} />
        <CheckboxGroup
          optional
          name="agreed"
          label={labels.agreed}
          options={Agreement.options.map((value) => ({ value, label: t(`safe-work.agreed.${value}`) }))}
        />
        <TextArea
          optional
          name="body"
          rows={3}
          maxLength={CARE_WORDS_MAX}
          label={labels.body}
          hint={t('safe-work.finish.words-hint')}
        />
        <SubmitButton>{t('safe-work.finish.save')}</SubmitButton>
      </Form>
    </Card>
  );
}
