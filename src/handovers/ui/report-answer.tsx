import type { T } from '../../kit/translate.ts';
import {
  Button,
  Form,
  HiddenInput,
  Paragraph,
  Select,
  Small,
  SubmitButton,
  TextInput,
  useT,
} from '../../kit/web/index.tsx';
import { NOT_REACHED, PROPOSED_INTENT, type AnswerView } from '../answer-wire.ts';
import { DeclineReason, DeskReason } from '../model.ts';
import type { ReportView } from '../wire.ts';
import { Seen, type FormProps } from './report-forms.tsx';

type Senders = NonNullable<AnswerView['senders']>;

/** Accepting names who will do it, and of care that somebody hands over with whom one spoke. */
export function AcceptForm({ view, fresh }: FormProps) {
  const t = useT();
  const { takers, senders } = view.answer;
  const isBare = takers.length === 0 && !senders;
  return (
    <div className={isBare ? 'wijk-accept' : undefined}>
      <Form
        intent="accept"
        values={{ colleague: takers[0]?.id ?? '', spokeAt: fresh.calledAt }}
        labels={{ colleague: t('answers.taker'), ...talkLabels(t, senders) }}
      >
        {takers.length > 0 ? (
          <Select
            name="colleague"
            label={t('answers.taker')}
            hint={t('answers.taker-hint')}
            empty={false}
            options={takers.map(({ id, name }) => ({ value: id, label: name }))}
          />
        ) : null}
        {senders ? <TalkFields senders={senders} mayBeMissing /> : null}
        <SubmitButton>
          {t(view.extract.isPart ? 'parts.offer.accept' : 'handovers.accept.submit')}
        </SubmitButton>
      </Form>
    </div>
  );
}

function talkLabels(t: T, senders: Senders | undefined): Record<string, string> {
  if (!senders) return {};
  return {
    spokeWith: t('answers.spoke-with', { service: senders.service }),
    spokeAt: t('answers.spoke-at'),
  };
}

function TalkFields({
  senders,
  mayBeMissing,
}: {
  readonly senders: Senders;
  readonly mayBeMissing: boolean;
}) {
  const t = useT();
  const people = senders.people.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Select
        name="spokeWith"
        label={t('answers.spoke-with', { service: senders.service })}
        hint={t(mayBeMissing ? 'answers.spoke-with-hint' : 'answers.spoken-hint')}
        options={mayBeMissing ? [...people, { value: NOT_REACHED, label: t('answers.not-reached') }] : people}
      />
      <TextInput name="spokeAt" type="datetime-local" label={t('answers.spoke-at')} />
    </>
  );
}

/** The talk that was missing at acceptance. */
export function SpokenForm({ view, fresh }: FormProps) {
  const t = useT();
  const { senders } = view.answer;
  if (!senders) return null;
  return (
    <Form intent="spoken" values={{ spokeAt: fresh.calledAt }} labels={talkLabels(t, senders)}>
      <Paragraph>{t('answers.spoken-text')}</Paragraph>
      <TalkFields senders={senders} mayBeMissing={false} />
      <SubmitButton>{t('answers.spoken-submit')}</SubmitButton>
    </Form>
  );
}

/** Not accepting says why, and who then. */
export function DeclineForm({ view }: FormProps) {
  const t = useT();
  const services = view.answer.proposals.map(({ id, name }) => ({
    value: id,
    label: name,
    group: t('answers.proposal-service'),
  }));
  const desk = DeskReason.options.map((value) => ({
    value,
    label: t(`answers.desk.${value}`),
    group: t('answers.proposal-desk'),
  }));
  return (
    <Form
      intent="decline"
      labels={{ reason: t('handovers.decline.reason'), proposal: t('answers.proposal') }}
    >
      <Select
        name="reason"
        label={t('handovers.decline.reason')}
        hint={t('handovers.decline.hint')}
        options={DeclineReason.options.map((value) => ({ value, label: t(`handovers.reason.${value}`) }))}
      />
      <Select
        name="proposal"
        label={t('answers.proposal')}
        hint={t('answers.proposal-hint')}
        options={[...services, ...desk]}
      />
      <Button>{t('handovers.decline.submit')}</Button>
    </Form>
  );
}

/** What who declined proposes, with one press to follow it; first of all that can be chosen. */
export function Proposed({ view }: { readonly view: ReportView }) {
  const t = useT();
  const { proposed } = view.answer;
  if (!proposed) return null;
  const { by, reason, service, desk } = proposed;
  const why = t(`handovers.reason.${reason}`);
  if (!service)
    return (
      <Small>
        {desk
          ? t('answers.proposed-desk', { service: by, reason: why, desk: t(`answers.desk.${desk}`) })
          : t('answers.proposed-gone', { service: by, reason: why })}
      </Small>
    );
  return (
    <Form intent={PROPOSED_INTENT}>
      <Seen view={view} />
      <Paragraph>{t('answers.proposed', { service: by, reason: why, proposed: service.name })}</Paragraph>
      <HiddenInput name="service" value={service.id} />
      <SubmitButton>{t('answers.proposed-submit', { proposed: service.name })}</SubmitButton>
    </Form>
  );
}
