import type { ReactNode } from 'react';
import { formatDateTime } from '../../kit/time-text.ts';
import {
  Alert,
  Card,
  Details,
  Paragraph,
  Small,
  Stack,
  Words,
  refusalText,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { PROPOSED_INTENT } from '../answer-wire.ts';
import { CONTACT_INTENT, LINK_INTENT, orderOf, type CommandName, type ReportView } from '../wire.ts';
import { AcceptForm, DeclineForm, Proposed, SpokenForm } from './report-answer.tsx';
import { DecideOtherwiseForm } from './report-otherwise.tsx';
import { StillAwaited } from './report-outside.tsx';
import { FinishPartForm, OpenParts } from './report-parts.tsx';
import {
  AskForm,
  CallForm,
  CloseForm,
  ContactedForm,
  DangerCheckedForm,
  GiveForm,
  HandOnForm,
  NoteForm,
  ReopenForm,
  TakeOverForm,
  type FormProps,
} from './report-forms.tsx';

/** Joining and parting have a card of their own, and so have the parts and what is asked outside. */
type ShownCommand = Exclude<
  CommandName,
  | 'join'
  | 'part'
  | 'split'
  | 'take-part-back'
  | 'drop-part'
  | 'ask-outside'
  | 'renew-outside'
  | 'withdraw-outside'
>;

/** What the owner is to do now comes first and open; everything else is one click away. */
const FIRST = {
  'check-danger': 'call',
  decide: 'hand-on',
  'speak-sender': 'spoken',
  'first-contact': 'contacted',
  resolve: 'close',
  'await-answer': undefined,
  'await-outside': undefined,
  'await-acceptance': undefined,
  'goes-along': undefined,
} satisfies Record<NonNullable<ReportView['extract']['nextStep']>, ShownCommand | undefined>;

const FORMS: Readonly<Record<ShownCommand, (props: FormProps) => ReactNode>> = {
  accept: AcceptForm,
  decline: DeclineForm,
  spoken: SpokenForm,
  contacted: ContactedForm,
  ask: AskForm,
  note: NoteForm,
  call: CallForm,
  'danger-checked': DangerCheckedForm,
  'hand-on': HandOnForm,
  'decide-otherwise': DecideOtherwiseForm,
  'take-over': TakeOverForm,
  give: GiveForm,
  close: CloseForm,
  'finish-part': FinishPartForm,
  reopen: ReopenForm,
};

/** In the order in which they are needed most. */
const ORDER = Object.keys(FORMS) as ShownCommand[];

/** Everything this person can do with the report now; the forms say so themselves when somebody else was first. */
export function ReportActions(props: FormProps) {
  const { view } = props;
  const first = firstOf(view);
  const others = ORDER.filter(
    (command) => view.commands.includes(command) && command !== first && isUseful(command, view),
  );
  return (
    <>
      <Lost view={view} />
      {view.commands.includes('accept') ? <Offer {...props} /> : null}
      {first ? <Now {...props} command={first} /> : null}
      <Others {...props} commands={others} />
      {view.commands.length === 0 ? <OnlyLooking /> : null}
    </>
  );
}

function firstOf({ extract, commands }: ReportView): ShownCommand | undefined {
  if (commands.includes('reopen')) return 'reopen';
  if (extract.nextStep === 'resolve' && commands.includes('finish-part')) return 'finish-part';
  // somebody has it in hand: to go on with what came from outside, or without
  if (extract.nextStep === 'decide' && extract.status === 'accepted' && commands.includes('close'))
    return 'close';
  const first = extract.nextStep === null ? undefined : FIRST[extract.nextStep];
  return first && commands.includes(first) ? first : undefined;
}

/** The two answers to an offer stand in its own card; a first contact is not made twice; nobody takes over from themselves. */
function isUseful(command: CommandName, { extract, commands, colleagues }: ReportView): boolean {
  if (command === 'give') return colleagues.length > 0;
  if (command === 'accept' || command === 'decline') return false;
  if (command === 'contacted') return extract.nextStep !== 'resolve';
  // only an owner writes notes; an offer can be taken back by its owner too
  return command !== 'take-over' || extract.status === 'offered' || !commands.includes('note');
}

/** Accept it, or say why not. */
function Offer(props: FormProps) {
  const t = useT();
  const { offeredAs, offeredTo, deadline, isPart } = props.view.extract;
  const refused = useFormState()?.values['intent'];
  return (
    <Card title={t(isPart ? 'parts.offer.title' : 'handovers.offer.title')} tone="attention">
      {offeredAs ? (
        <Paragraph>{t(`handovers.offeredAs.${offeredAs}`, { service: offeredTo ?? '' })}</Paragraph>
      ) : null}
      {deadline ? (
        <Paragraph>
          {t(isPart ? 'parts.offer.until' : 'handovers.offer.until', { time: formatDateTime(t, deadline) })}
        </Paragraph>
      ) : null}
      <AcceptForm {...props} />
      {props.view.commands.includes('decline') ? (
        <Details summary={t('handovers.do.decline')} open={refused === 'decline'}>
          <DeclineForm {...props} />
        </Details>
      ) : null}
    </Card>
  );
}

function Now({ command, ...props }: FormProps & { readonly command: ShownCommand }) {
  const t = useT();
  const Shown = FORMS[command];
  const { nextStep } = props.view.extract;
  return (
    <Card
      title={nextStep === null ? t(`handovers.do.${command}`) : t(`handovers.nextStep.${nextStep}`)}
      tone={nextStep === null ? 'plain' : 'attention'}
    >
      <Stack gap="medium">
        <BeforeTheEnd command={command} view={props.view} />
        {command === 'hand-on' ? <Proposed view={props.view} /> : null}
        <Shown {...props} />
      </Stack>
    </Card>
  );
}

/** What has to end first. */
function BeforeTheEnd({ command, view }: Pick<FormProps, 'view'> & { readonly command: ShownCommand }) {
  if (command !== 'close' && command !== 'finish-part') return null;
  return (
    <>
      <OpenParts view={view} />
      <StillAwaited view={view} />
    </>
  );
}

function Others({ commands, ...props }: FormProps & { readonly commands: readonly ShownCommand[] }) {
  const t = useT();
  const refused = useFormState()?.values['intent'];
  return (
    <div className="wijk-actions">
      {commands.map((command) => {
        const Shown = FORMS[command];
        return (
          <Details key={command} summary={t(`handovers.do.${command}`)} open={refused === command}>
            <Stack gap="medium">
              <BeforeTheEnd command={command} view={props.view} />
              <Shown {...props} />
            </Stack>
          </Details>
        );
      })}
    </div>
  );
}

/** A form that is no longer on the page, because the report moved on meanwhile: why, and what was typed in it. */
function Lost({ view: { commands, parts, mayCorrectContact } }: Pick<FormProps, 'view'>) {
  const t = useT();
  const answer = useFormState();
  const posted = answer?.values['intent'];
  const intent = orderOf(posted);
  const part = typeof posted === 'string' && posted !== PROPOSED_INTENT ? posted.split('.')[1] : undefined;
  const isThere =
    commands.some((command) => command === intent) &&
    (part === undefined ||
      parts?.parts.some(({ number, status }) => String(number) === part && status !== 'closed'));
  const isOpen =
    intent === 'inform' ||
    intent === 'reference' ||
    intent === LINK_INTENT ||
    (intent === CONTACT_INTENT && mayCorrectContact);
  if (!answer || isOpen || isThere) return null;
  const typed = ['question', 'note', 'message', 'ask', 'body', 'reason', 'result']
    .map((name) => answer.values[name])
    .find((words) => typeof words === 'string' && words !== '');
  return (
    <Alert kind="error" role="alert" title={t('handovers.lost.title')}>
      <Stack gap="small">
        {answer.refusals.map((refusal) => (
          <Paragraph key={refusal.code}>{refusalText(t, refusal)}</Paragraph>
        ))}
        {typeof typed === 'string' ? (
          <>
            <Small>{t('handovers.lost.typed')}</Small>
            <Words>{typed}</Words>
          </>
        ) : null}
      </Stack>
    </Alert>
  );
}

function OnlyLooking() {
  const t = useT();
  return (
    <Card tone="soft">
      <Paragraph>{t('handovers.do.nothing')}</Paragraph>
    </Card>
  );
}
