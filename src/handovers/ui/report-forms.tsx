import { formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Button,
  Form,
  HiddenInput,
  Paragraph,
  Select,
  Small,
  SubmitButton,
  TextArea,
  TextInput,
  Words,
  useField,
  useFormState,
  useT,
  type Option,
} from '../../kit/web/index.tsx';
import { CallSubject, DangerFinding } from '../model.ts';
import { ReportOutcomes, type ReportView } from '../wire.ts';
import {
  MessagePreview,
  PreviewButton,
  ReporterReads,
  TextPicker,
  useComposed,
} from './report-composing.tsx';

/** The key with which a form came, also when it is shown again: two clicks are one. */
export function Key({ fresh }: { readonly fresh: string }) {
  const kept = useField('key').value;
  return <HiddenInput name="key" value={kept === '' ? fresh : kept} />;
}

export interface FormProps {
  readonly view: ReportView;
  /** Made with the page: keys against double clicks, and the time on the clock on the wall. */
  readonly fresh: {
    readonly ask: string;
    readonly note: string;
    readonly split: string;
    readonly outside: string;
    readonly calledAt: string;
    /** What a reporter reads at the end of a report about a person, in the reporter's language. */
    readonly neutral: string;
  };
}

const WORDS_MAX = 4000;

/** What the form stands beside: sent along, so that who writes on something else is told first. */
export function Seen({ view: { extract } }: Pick<FormProps, 'view'>) {
  const kept = useField('seen').value;
  const isRefused = useFormState()?.refusals.some(({ code }) => code === 'changed-meanwhile') ?? false;
  // a message in the making rests on what its writer saw when it began
  const seen = kept === '' || isRefused ? String(extract.changedAt.getTime()) : kept;
  return <HiddenInput name="seen" value={seen} />;
}

export function HandOnForm({ view }: FormProps) {
  const t = useT();
  const { isPart } = view.extract;
  const label = t(isPart ? 'parts.again.service' : 'handovers.hand-on.service');
  const options = firstProposed(t, view);
  // where somebody proposed who then, that one press stands out
  const Send = view.answer.proposed?.service ? Button : SubmitButton;
  return (
    <Form intent="hand-on" labels={{ service: label }}>
      <Seen view={view} />
      <Select
        name="service"
        label={label}
        hint={t(isPart ? 'parts.again.hint' : 'handovers.hand-on.hint')}
        options={options}
      />
      <Send>{t(isPart ? 'parts.submit' : 'handovers.hand-on.submit')}</Send>
    </Form>
  );
}

/** What who declined proposed comes before all others. */
function firstProposed(t: T, { services, answer }: ReportView): Option[] {
  const service = answer.proposed?.service;
  const options = handOnOptions(t, services);
  if (!service) return options;
  const group = t('answers.proposed-group');
  return [
    ...options.filter(({ value }) => value === service.id).map((option) => ({ ...option, group })),
    ...options.filter(({ value }) => value !== service.id),
  ];
}

/** Who works where the report lies comes first; who is closed now says from when not. */
export function handOnOptions(t: T, services: ReportView['services']): Option[] {
  const here = services.filter(({ isHere }) => isHere);
  const others = services.filter(({ isHere }) => !isHere);
  return [...here, ...others].map(({ id, name, isHere, opensAt }) => ({
    value: id,
    label: opensAt ? t('handovers.hand-on.closed', { service: name, moment: formatShort(t, opensAt) }) : name,
    ...(here.length === 0
      ? {}
      : { group: t(isHere ? 'handovers.hand-on.here' : 'handovers.hand-on.elsewhere') }),
  }));
}

export function TakeOverForm({ view: { extract } }: FormProps) {
  const t = useT();
  return (
    <Form intent="take-over">
      <Paragraph>{takeOverText(t, extract)}</Paragraph>
      <Button>{t('handovers.take-over.submit')}</Button>
    </Form>
  );
}

export function GiveForm({ view: { colleagues } }: FormProps) {
  const t = useT();
  return (
    <Form intent="give" labels={{ colleague: t('handovers.give.colleague') }}>
      <Select
        name="colleague"
        label={t('handovers.give.colleague')}
        hint={t('handovers.give.hint')}
        options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button>{t('handovers.give.submit')}</Button>
    </Form>
  );
}

function takeOverText(t: T, { status, ownerName, offeredTo }: ReportView['extract']): string {
  if (status === 'offered' && offeredTo) return t('handovers.take-over.offered', { service: offeredTo });
  return t('handovers.take-over.text', { owner: ownerName });
}

export function ContactedForm() {
  const t = useT();
  return (
    <Form intent="contacted">
      <Paragraph>{t('handovers.contacted.text')}</Paragraph>
      <SubmitButton>{t('handovers.contacted.submit')}</SubmitButton>
    </Form>
  );
}

export function AskForm({ view, fresh }: FormProps) {
  const t = useT();
  const composed = useComposed('ask');
  return (
    <Form intent="ask" labels={{ question: t('handovers.ask.question') }}>
      <HiddenInput name="key" value={fresh.ask} />
      <Seen view={view} />
      {composed?.preview ? (
        <MessagePreview
          composed={composed}
          fields={['text', 'filled', 'question']}
          send={t('standard-texts.send.ask')}
        />
      ) : (
        <AskFields view={view} />
      )}
    </Form>
  );
}

function AskFields({ view }: Pick<FormProps, 'view'>) {
  const t = useT();
  return (
    <>
      <TextPicker intent="ask" view={view} />
      <TextArea
        name="question"
        rows={3}
        maxLength={WORDS_MAX}
        label={t('handovers.ask.question')}
        hint={t('handovers.ask.hint')}
      />
      <ReporterReads view={view} />
      <PreviewButton />
    </>
  );
}

export function NoteForm({ view, fresh }: FormProps) {
  const t = useT();
  return (
    <Form intent="note" labels={{ note: t('handovers.note.note') }}>
      <HiddenInput name="key" value={fresh.note} />
      <Seen view={view} />
      <TextArea
        name="note"
        rows={3}
        maxLength={WORDS_MAX}
        label={t('handovers.note.note')}
        hint={t('handovers.note.hint')}
      />
      <Button>{t('handovers.note.submit')}</Button>
    </Form>
  );
}

/** 'Gebeld met … om … over …': with who can be called but accepts nothing here. */
export function CallForm({ view, fresh }: FormProps) {
  const t = useT();
  const points = view.contactPoints.map(({ id, name }) => ({ value: id, label: name }));
  const subjects = CallSubject.options.map((value) => ({ value, label: t(`handovers.about-call.${value}`) }));
  return (
    <Form
      intent="call"
      values={{ calledAt: fresh.calledAt }}
      labels={{
        contactPoint: t('handovers.call.contact-point'),
        calledAt: t('handovers.call.called-at'),
        about: t('handovers.call.about'),
      }}
    >
      <Small>{t('handovers.call.text')}</Small>
      <Select name="contactPoint" label={t('handovers.call.contact-point')} options={points} />
      <TextInput name="calledAt" type="datetime-local" label={t('handovers.call.called-at')} />
      <Select name="about" label={t('handovers.call.about')} options={subjects} />
      <Button>{t('handovers.call.submit')}</Button>
    </Form>
  );
}

/** For who finds out that nobody has to be called (any more). */
export function DangerCheckedForm() {
  const t = useT();
  const options = DangerFinding.options.map((value) => ({
    value,
    label: t(`handovers.danger-checked.${value}`),
  }));
  return (
    <Form intent="danger-checked" labels={{ finding: t('handovers.danger-checked.finding') }}>
      <Select name="finding" label={t('handovers.danger-checked.finding')} options={options} />
      <Button>{t('handovers.danger-checked.submit')}</Button>
    </Form>
  );
}

/** About a person nothing is typed: the reporter reads a fixed, neutral text, and it stands here to be read first. */
export function CloseForm({ view, fresh }: FormProps) {
  const t = useT();
  const composed = useComposed('close');
  return (
    <Form intent="close" labels={{ outcome: t('handovers.close.outcome'), cause: t('causes.question') }}>
      <Seen view={view} />
      {composed?.preview ? (
        <MessagePreview
          composed={composed}
          fields={['outcome', 'cause', 'text', 'filled', 'message']}
          send={t('standard-texts.send.close')}
        />
      ) : (
        <CloseFields view={view} neutral={fresh.neutral} />
      )}
    </Form>
  );
}

function CloseFields({ view, neutral }: Pick<FormProps, 'view'> & { readonly neutral: string }) {
  const t = useT();
  const options = ReportOutcomes.map((value) => ({ value, label: t(`handovers.outcome.${value}`) }));
  return (
    <>
      <Select
        name="outcome"
        label={t('handovers.close.outcome')}
        hint={t('handovers.close.outcome-hint')}
        options={options}
      />
      {view.causes.length > 0 ? (
        <Select
          name="cause"
          label={t('causes.question')}
          hint={t('causes.hint')}
          options={view.causes.map(({ id, label }) => ({ value: id, label }))}
          empty={t('causes.none')}
          optional
        />
      ) : null}
      {view.aboutPerson ? (
        <>
          <Neutral words={neutral} language={view.reporterLanguage} />
          <SubmitButton>{t('handovers.close.submit')}</SubmitButton>
        </>
      ) : (
        <>
          <TextPicker intent="close" view={view} />
          <TextArea
            name="message"
            rows={6}
            maxLength={WORDS_MAX}
            label={t('handovers.close.message')}
            hint={t('handovers.close.message-hint')}
          />
          <ReporterReads view={view} />
          <PreviewButton />
        </>
      )}
    </>
  );
}

function Neutral({ words, language }: { readonly words: string; readonly language: 'nl' | 'en' }) {
  const t = useT();
  return (
    <div className="wijk-stack wijk-stack--small">
      <Small>{t('handovers.close.neutral')}</Small>
      <div lang={language}>
        <Words>{words}</Words>
      </div>
    </div>
  );
}

export function ReopenForm() {
  const t = useT();
  return (
    <Form intent="reopen">
      <Paragraph>{t('handovers.reopen.text')}</Paragraph>
      <Button>{t('handovers.reopen.submit')}</Button>
    </Form>
  );
}
