import { formatShort } from '../../kit/time-text.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  CheckboxGroup,
  Details,
  Form,
  Link,
  Paragraph,
  Select,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  Words,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { PartDays, PartGrounds, PartOutcomes, type PartView } from '../part-wire.ts';
import { Key, handOnOptions, Seen, type FormProps } from './report-forms.tsx';

const WORDS_MAX = 4000;
const DAYS_USUAL = '5';

/** What this report is a part of, for who has the part or is asked for it. */
export function ReportWhole({ view: { whole, file } }: Pick<FormProps, 'view'>) {
  const t = useT();
  const href = useTownHref();
  if (!whole) return null;
  const number = String(whole.number);
  return (
    <Card title={t('parts.whole.title')} tone="soft">
      <Stack gap="small">
        <Paragraph>{t('parts.whole.text', { number })}</Paragraph>
        <Paragraph>{t('parts.whole.due', { time: formatShort(t, whole.due) })}</Paragraph>
        {whole.ground && file?.wholeStory !== undefined ? (
          <Small>{t('parts.whole.ground', { ground: t(`parts.ground.${whole.ground}`) })}</Small>
        ) : null}
        {whole.canOpen ? (
          <Link href={href(`/werk/${whole.number}`)}>{t('parts.whole.open', { number })}</Link>
        ) : null}
      </Stack>
    </Card>
  );
}

/** The parts of this report: who has them, until when, what came of them; and asking one more. */
export function ReportParts(props: FormProps) {
  const t = useT();
  const { parts: view, commands } = props.view;
  const answer = useFormState();
  if (!view) return null;
  const form = commands.includes('split') ? (
    <Details summary={t('parts.ask')} open={answer?.values['intent'] === 'split'}>
      <SplitForm {...props} />
    </Details>
  ) : null;
  if (view.parts.length === 0) return form ? <div className="wijk-actions">{form}</div> : null;
  return (
    <Card title={t('parts.title')}>
      <Stack gap="medium">
        <Paragraph>{view.open > 0 ? t('parts.open', { count: view.open }) : t('parts.all-ended')}</Paragraph>
        <ol className="wijk-parts">
          {view.parts.map((part) => (
            <li key={part.number} className="wijk-parts__item">
              <Part part={part} {...props} />
            </li>
          ))}
        </ol>
        {form}
      </Stack>
    </Card>
  );
}

function Part({ part, view }: FormProps & { readonly part: PartView }) {
  const t = useT();
  const href = useTownHref();
  const name = t('parts.name', { number: String(part.number) });
  const isOpen = part.status !== 'closed';
  return (
    <Stack gap="small">
      <p className="wijk-parts__head">
        {part.canOpen ? <Link href={href(`/werk/${part.number}`)}>{name}</Link> : <strong>{name}</strong>}{' '}
        <PartState part={part} />
      </p>
      {part.asked === undefined ? <Small>{t('parts.words-gone')}</Small> : <Words>{part.asked}</Words>}
      <Small>{whereText(t, part)}</Small>
      {part.result === undefined ? null : (
        <>
          <Small>{t('parts.result')}</Small>
          <Words>{part.result}</Words>
        </>
      )}
      <PartFiles part={part} />
      {isOpen && view.commands.includes('drop-part') ? <PartForms part={part} /> : null}
    </Stack>
  );
}

/** What was added to it opens for who has the whole, on the page of its own. */
function PartFiles({ part: { number, photos, documents } }: { readonly part: PartView }) {
  const t = useT();
  const href = useTownHref();
  if (photos + documents === 0) return null;
  return (
    <p className="wijk-parts__head">
      {photos > 0 ? (
        <Link href={href(`/werk/${number}/fotos`)}>{t('parts.photos', { count: photos })}</Link>
      ) : null}
      {documents > 0 ? (
        <Link href={href(`/werk/${number}/documenten`)}>{t('parts.documents', { count: documents })}</Link>
      ) : null}
    </p>
  );
}

function PartState({ part: { outcome, isBack, isLate, status } }: { readonly part: PartView }) {
  const t = useT();
  if (outcome !== null)
    return (
      <Badge tone={outcome === 'part-done' ? 'done' : 'neutral'}>{t(`handovers.outcome.${outcome}`)}</Badge>
    );
  if (isBack) return <Badge tone="attention">{t('parts.state.back')}</Badge>;
  if (isLate) return <Badge tone="late">{t('parts.state.late')}</Badge>;
  return <Badge tone="info">{t(`parts.state.${status === 'offered' ? 'asked' : 'taken'}`)}</Badge>;
}

/** With whom it is and until when; what ended says with whom and when. */
function whereText(t: ReturnType<typeof useT>, part: PartView): string {
  const { serviceName: service = '', ownerName: owner, deadline, closedAt, status, isBack } = part;
  if (status === 'closed')
    return t('parts.where.ended', { service, time: closedAt ? formatShort(t, closedAt) : '' });
  const time = deadline ? formatShort(t, deadline) : '';
  if (isBack) return t('parts.where.back', { owner, time });
  return status === 'offered'
    ? t('parts.where.asked', { service, time })
    : t('parts.where.taken', { service, owner, time });
}

/** Take it back, or end it with a reason; waiting needs no button. */
function PartForms({ part }: { readonly part: PartView }) {
  const t = useT();
  const number = String(part.number);
  const posted = useFormState()?.values['intent'];
  const [takeBack, drop] = [`take-part-back.${number}`, `drop-part.${number}`];
  return (
    <div className="wijk-actions">
      {part.isBack ? null : (
        <Details summary={t('parts.take-back', { number })} open={posted === takeBack}>
          <Form intent={takeBack}>
            <Paragraph>
              {t(part.status === 'offered' ? 'parts.take-back-asked' : 'parts.take-back-taken')}
            </Paragraph>
            <Button>{t('parts.take-back-submit')}</Button>
          </Form>
        </Details>
      )}
      <Details summary={t('parts.drop', { number })} open={posted === drop}>
        <Form intent={drop} labels={{ reason: t('parts.drop-reason') }}>
          <TextArea
            name="reason"
            rows={2}
            maxLength={WORDS_MAX}
            label={t('parts.drop-reason')}
            hint={t('parts.drop-hint')}
          />
          <Button>{t('parts.drop-submit')}</Button>
        </Form>
      </Details>
    </div>
  );
}

/** Which service, what is asked, until when; and what of this report opens with it. */
function SplitForm({ view, fresh }: FormProps) {
  const t = useT();
  const days = PartDays.map((value) => ({ value: String(value), label: t('parts.days', { count: value }) }));
  const grounds = PartGrounds.map((value) => ({ value, label: t(`parts.ground.${value}`) }));
  const shows = ['place', 'story'].map((value) => ({
    value,
    label: t(`parts.shows.${value}`),
    hint: t(`parts.shows.${value}-hint`),
  }));
  return (
    <Form
      intent="split"
      values={{ days: DAYS_USUAL, shows: view.extract.about === 'place' ? ['place'] : [] }}
      labels={{
        service: t('parts.service'),
        ask: t('parts.words'),
        days: t('parts.until'),
        ground: t('parts.ground'),
      }}
    >
      <Key fresh={fresh.split} />
      <Seen view={view} />
      <Select
        name="service"
        label={t('parts.service')}
        hint={t('parts.service-hint')}
        options={handOnOptions(t, view.services)}
      />
      <TextArea
        name="ask"
        rows={4}
        maxLength={WORDS_MAX}
        label={t('parts.words')}
        hint={t('parts.words-hint')}
      />
      <Select
        name="days"
        label={t('parts.until')}
        hint={t('parts.until-hint')}
        options={days}
        empty={false}
      />
      <CheckboxGroup
        name="shows"
        label={t('parts.shows')}
        hint={t('parts.shows-hint')}
        options={shows}
        optional
      />
      <Select
        name="ground"
        label={t('parts.ground')}
        hint={t('parts.ground-hint')}
        options={grounds}
        optional
      />
      <SubmitButton>{t('parts.submit')}</SubmitButton>
    </Form>
  );
}

/** What came of this part: who asked reads it. Ending it undone is for who has the whole. */
export function FinishPartForm({ view }: FormProps) {
  const t = useT();
  const options = PartOutcomes.filter((value) => value !== 'part-ended' || view.whole?.isBack).map(
    (value) => ({
      value,
      label: t(`handovers.outcome.${value}`),
    }),
  );
  return (
    <Form
      intent="finish-part"
      labels={{ outcome: t('handovers.close.outcome'), result: t('parts.finish.words') }}
    >
      <Seen view={view} />
      <Select name="outcome" label={t('handovers.close.outcome')} options={options} />
      <TextArea
        name="result"
        rows={3}
        maxLength={WORDS_MAX}
        label={t('parts.finish.words')}
        hint={t('parts.finish.hint')}
      />
      <SubmitButton>{t('parts.finish.submit')}</SubmitButton>
    </Form>
  );
}

/** Above the form that ends the whole: which parts are open, and what can be done with each. */
export function OpenParts({ view: { parts } }: Pick<FormProps, 'view'>) {
  const t = useT();
  if (!parts || parts.open === 0) return null;
  const open = parts.parts.filter(({ status }) => status !== 'closed');
  return (
    <Alert kind="warning" title={t('parts.first.title', { count: parts.open })}>
      <Stack gap="small">
        <ul className="wijk-plain-list">
          {open.map((part) => (
            <li key={part.number}>
              {t('parts.name', { number: String(part.number) })}: {whereText(t, part)}
            </li>
          ))}
        </ul>
        <Paragraph>{t('parts.first.text')}</Paragraph>
      </Stack>
    </Alert>
  );
}
