import { useActionData } from 'react-router';
import { LANGUAGES } from '../../kit/translate.ts';
import { formatDateTime, formatShort } from '../../kit/time-text.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  CheckboxGroup,
  CopyText,
  Details,
  Form,
  Paragraph,
  RadioGroup,
  Select,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Words,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { OUTSIDE_NAME_MAX, OUTSIDE_QUESTION_MAX } from '../model.ts';
import type { OutsideRequestView, OutsideView } from '../outside-wire.ts';
import { PartDays, PartGrounds } from '../part-wire.ts';
import { LINK_INTENT } from '../wire.ts';
import { Key, Seen, type FormProps } from './report-forms.tsx';

const EMAIL_MAX = 254;
const DAYS_USUAL = '5';

interface Props extends FormProps {
  /** Whether this installation can mail; where it cannot, who asks passes the link on. */
  readonly hasMail: boolean;
}

/** What was asked of organisations without an account: until when, what came of it; and asking one. */
export function ReportOutside(props: Props) {
  const t = useT();
  const { outside, commands } = props.view;
  const posted = useFormState()?.values['intent'];
  if (!outside) return null;
  const form = commands.includes('ask-outside') ? (
    <Details summary={t('outside.ask')} open={posted === 'ask-outside'}>
      <AskForm {...props} outside={outside} />
    </Details>
  ) : null;
  if (outside.requests.length === 0) return form ? <div className="wijk-actions">{form}</div> : null;
  return (
    <Card title={t('outside.title')}>
      <Stack gap="medium">
        <TheLink />
        <ol className="wijk-parts">
          {outside.requests.map((request) => (
            <li key={request.id} className="wijk-parts__item">
              <Request request={request} />
            </li>
          ))}
        </ol>
        {outside.isAwaited ? <AwaitedForms {...props} /> : null}
        {form}
      </Stack>
    </Card>
  );
}

const TONES = {
  asked: 'info',
  accepted: 'info',
  answered: 'done',
  done: 'done',
  declined: 'attention',
  silent: 'late',
  withdrawn: 'neutral',
} as const;

function Request({ request }: { readonly request: OutsideRequestView }) {
  const t = useT();
  const { partyName, email, status, question, deeds, reason } = request;
  return (
    <Stack gap="small">
      <p className="wijk-parts__head">
        <strong>{partyName ?? t('outside.name-gone')}</strong>{' '}
        <Badge tone={TONES[status]}>{t(`outside.status.${status}`)}</Badge>
      </p>
      {email === undefined ? null : <Small>{email}</Small>}
      {request.isUnreached ? (
        <Alert kind="error" title={t('outside.unreached')}>
          <Paragraph>{t('outside.unreached-text')}</Paragraph>
        </Alert>
      ) : null}
      {question === undefined ? <Small>{t('parts.words-gone')}</Small> : <Words>{question}</Words>}
      <Small>{whenText(t, request)}</Small>
      {reason === null ? null : (
        <Small>{t('outside.because', { reason: t(`outside.reason.${reason}`) })}</Small>
      )}
      {deeds.map((deed) => (
        <Stack key={deed.at.getTime()} gap="small">
          <Small>
            {t(`outside.deed.${deed.act}`, { time: formatShort(t, deed.at) })}{' '}
            {deed.name === undefined ? null : t('outside.by', { name: deed.name, role: deed.role ?? '' })}
          </Small>
          {deed.words === undefined ? null : <Words>{deed.words}</Words>}
        </Stack>
      ))}
    </Stack>
  );
}

function whenText(t: ReturnType<typeof useT>, request: OutsideRequestView): string {
  const { status, askedAt, deadline, closesAt } = request;
  const facts = {
    asked: formatShort(t, askedAt),
    until: formatShort(t, deadline),
    closes: formatShort(t, closesAt),
  };
  if (status === 'silent') return t('outside.when.silent', facts);
  return t(
    status === 'asked' || status === 'accepted' ? 'outside.when.awaited' : 'outside.when.ended',
    facts,
  );
}

/** The link, once, for who asked to see it. */
function TheLink() {
  const t = useT();
  const answer: unknown = useActionData();
  if (typeof answer !== 'object' || answer === null || !('link' in answer)) return null;
  return (
    <Alert kind="ok" role="status" title={t('outside.link.title')}>
      <Stack gap="small">
        <Paragraph>{t('outside.link.text')}</Paragraph>
        <CopyText label={t('outside.link.label')} text={String(answer.link)} />
      </Stack>
    </Alert>
  );
}

/** A new link, the link itself, or no longer waiting; waiting needs no button. */
function AwaitedForms({ view, hasMail }: Props) {
  const t = useT();
  const posted = useFormState()?.values['intent'];
  const { commands } = view;
  const mayRenew = commands.includes('renew-outside');
  return (
    <div className="wijk-actions">
      {mayRenew && hasMail ? (
        <Details summary={t('handovers.do.renew-outside')} open={posted === 'renew-outside'}>
          <Form intent="renew-outside">
            <Paragraph>{t('outside.renew.text')}</Paragraph>
            <Button>{t('outside.renew.submit')}</Button>
          </Form>
        </Details>
      ) : null}
      {mayRenew ? (
        <Details summary={t('outside.link.show')} open={posted === LINK_INTENT || !hasMail}>
          <Form intent={LINK_INTENT}>
            <Paragraph>{t(hasMail ? 'outside.link.show-text' : 'outside.link.no-mail')}</Paragraph>
            <Button>{t('outside.link.submit')}</Button>
          </Form>
        </Details>
      ) : null}
      {commands.includes('withdraw-outside') ? (
        <Details summary={t('handovers.do.withdraw-outside')} open={posted === 'withdraw-outside'}>
          <Form intent="withdraw-outside">
            <Paragraph>{t('outside.withdraw.text')}</Paragraph>
            {hasMail ? <Paragraph>{t('outside.withdraw.mail')}</Paragraph> : null}
            <Button>{t('outside.withdraw.submit')}</Button>
          </Form>
        </Details>
      ) : null}
    </div>
  );
}

function AskForm({ view, fresh, hasMail, outside }: Props & { readonly outside: OutsideView }) {
  const t = useT();
  return (
    <Form
      intent="ask-outside"
      values={{ days: DAYS_USUAL, language: 'nl' }}
      labels={{
        party: t('outside.party'),
        name: t('outside.name'),
        email: t('outside.email'),
        body: t('outside.question'),
        days: t('outside.until'),
        ground: t('outside.ground'),
        shows: t('outside.shows'),
        photos: t('outside.photos'),
      }}
    >
      <Paragraph>{t(hasMail ? 'outside.ask-text' : 'outside.ask-no-mail')}</Paragraph>
      <Key fresh={fresh.outside} />
      <Seen view={view} />
      <Who outside={outside} />
      <TextArea
        name="body"
        rows={4}
        maxLength={OUTSIDE_QUESTION_MAX}
        label={t('outside.question')}
        hint={t(view.aboutPerson ? 'outside.question-hint-person' : 'outside.question-hint')}
      />
      <Select
        name="days"
        label={t('outside.until')}
        hint={hasMail ? t('outside.until-hint') : undefined}
        options={PartDays.map((value) => ({
          value: String(value),
          label: t('parts.days', { count: value }),
        }))}
        empty={false}
      />
      {view.aboutPerson ? (
        <Select
          name="ground"
          label={t('outside.ground')}
          hint={t('outside.ground-hint')}
          options={PartGrounds.map((value) => ({ value, label: t(`outside.ground.${value}`) }))}
        />
      ) : (
        <Shown outside={outside} />
      )}
      <SubmitButton>{t('outside.submit')}</SubmitButton>
    </Form>
  );
}

/** One that the municipality keeps, or name and address. */
function Who({ outside: { parties } }: { readonly outside: OutsideView }) {
  const t = useT();
  return (
    <>
      {parties.length > 0 ? (
        <Select
          name="party"
          label={t('outside.party')}
          empty={t('outside.party-other')}
          options={parties.map(({ id, name }) => ({ value: id, label: name }))}
        />
      ) : null}
      <TextInput
        name="name"
        label={t('outside.name')}
        hint={parties.length > 0 ? t('outside.name-hint') : undefined}
        maxLength={OUTSIDE_NAME_MAX}
        optional={parties.length > 0}
      />
      <TextInput
        name="email"
        type="email"
        label={t('outside.email')}
        maxLength={EMAIL_MAX}
        spellCheck={false}
        optional={parties.length > 0}
      />
      <RadioGroup
        name="language"
        label={t('outside.language')}
        options={LANGUAGES.map((value) => ({ value, label: t(`standard-texts.language.${value}`) }))}
      />
    </>
  );
}

/** What opens beside the question: only of public space, and only when it is ticked. */
function Shown({ outside: { mayShowPlace, showable } }: { readonly outside: OutsideView }) {
  const t = useT();
  return (
    <>
      {mayShowPlace ? (
        <CheckboxGroup
          name="shows"
          label={t('outside.shows')}
          hint={t('outside.shows-hint')}
          options={[{ value: 'place', label: t('outside.shows.place') }]}
          optional
        />
      ) : null}
      {showable.length > 0 ? (
        <CheckboxGroup
          name="photos"
          label={t('outside.photos')}
          hint={t('outside.photos-hint')}
          options={showable.map(({ id, at }, index) => ({
            value: id,
            label: t('outside.photo', { number: String(index + 1), time: formatDateTime(t, at) }),
          }))}
          optional
        />
      ) : null}
    </>
  );
}

/** Above the form that ends the report: who is still waited for. */
export function StillAwaited({ view: { outside } }: Pick<FormProps, 'view'>) {
  const t = useT();
  if (!outside?.isAwaited) return null;
  return (
    <Alert kind="warning" title={t('outside.first.title')}>
      <Paragraph>{t('outside.first.text')}</Paragraph>
    </Alert>
  );
}
