import { formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Badge,
  Button,
  Card,
  Details,
  Form,
  Link,
  Paragraph,
  Small,
  Stack,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { JOIN_ALIKE, JOIN_SAID, type AlikeView, type JoiningView, type ReportView } from '../wire.ts';

const DAY_HOURS = 24;
/** From here on a gap is told in days. */
const HOURS_TOLD = 48;

/** What this report goes along with, what goes along with it, and what looks like it: a machine says 'alike', a person 'the same'. */
export function ReportJoining({ view: { joining, commands } }: { readonly view: ReportView }) {
  if (!joining) return null;
  const { leading, followers, alike, mayJoin, said } = joining;
  return (
    <>
      {leading ? <GoesWith leading={leading} commands={commands} /> : null}
      {said ? <Said said={said} mayJoin={mayJoin} /> : null}
      {followers.length > 0 ? <Followers followers={followers} /> : null}
      {alike.length > 0 || mayJoin ? <Alike alike={alike} mayJoin={mayJoin} /> : null}
    </>
  );
}

function GoesWith({
  leading,
  commands,
}: Pick<ReportView, 'commands'> & { readonly leading: NonNullable<JoiningView['leading']> }) {
  const t = useT();
  const isOpen = commands.includes('part');
  const number = String(leading.number);
  const isEnded = commands.includes('reopen');
  return (
    <Card title={t('joining.with')} tone={isOpen ? 'attention' : 'plain'}>
      <Stack gap="small">
        <Paragraph>{t(isEnded ? 'joining.ended-text' : 'joining.with-text', { number })}</Paragraph>
        {leading.canOpen ? <ReportLink number={leading.number} /> : null}
        {isOpen ? (
          <Details summary={t('joining.part')}>
            <Form intent="part">
              <Paragraph>{t('joining.part-text')}</Paragraph>
              <Button>{t('joining.part')}</Button>
            </Form>
          </Details>
        ) : null}
      </Stack>
    </Card>
  );
}

/** The reporter saw that one on the form and says that this is the same; whoever has it looks. */
function Said({
  said,
  mayJoin,
}: {
  readonly said: NonNullable<JoiningView['said']>;
  readonly mayJoin: boolean;
}) {
  const t = useT();
  const number = String(said.number);
  if (!said.canOpen)
    return (
      <Card title={t('nearby.said')}>
        <Paragraph>{t('nearby.said-elsewhere', { number })}</Paragraph>
      </Card>
    );
  return (
    <Card title={t('nearby.said')} tone={mayJoin ? 'attention' : 'plain'}>
      <Stack gap="small">
        <Paragraph>{t('nearby.said-text', { number })}</Paragraph>
        <ReportLink number={said.number} />
        {mayJoin ? (
          <Form intent={JOIN_SAID}>
            <Button name="leading" value={number}>
              {t('joining.submit-for', { number })}
            </Button>
          </Form>
        ) : null}
        {mayJoin ? <Small>{t('joining.hint')}</Small> : null}
      </Stack>
    </Card>
  );
}

function Followers({ followers }: Pick<JoiningView, 'followers'>) {
  const t = useT();
  const open = followers.filter(({ isOpen }) => isOpen).length;
  return (
    <Card title={t('joining.followers')}>
      <Stack gap="small">
        <Paragraph>
          {open > 0
            ? t('joining.followers-text', { count: open })
            : t('joining.followers-ended', { count: followers.length })}
        </Paragraph>
        <ul className="wijk-plain-list">
          {followers.map(({ number, receivedAt }) => (
            <li key={number}>
              <ReportLink number={number} /> <Small>{formatShort(t, receivedAt)}</Small>
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}

function Alike({ alike, mayJoin }: Pick<JoiningView, 'alike' | 'mayJoin'>) {
  const t = useT();
  const answer = useFormState();
  const typed = answer?.values['intent'] === 'join' && answer.refusals.length > 0;
  const byNumber = mayJoin ? (
    <Details summary={t('joining.other')} open={typed}>
      <JoinByNumber explained={alike.length > 0} />
    </Details>
  ) : null;
  if (alike.length === 0) return <div className="wijk-actions">{byNumber}</div>;
  const list = (
    <ul className="wijk-alike">
      {alike.map((one) => (
        <li key={one.number} className="wijk-alike__item">
          <LooksLike one={one} mayJoin={mayJoin} />
        </li>
      ))}
    </ul>
  );
  return (
    <Card title={t('joining.title')}>
      <Stack gap="small">
        <Small>{t('joining.lead')}</Small>
        {mayJoin ? <Form intent={JOIN_ALIKE}>{list}</Form> : list}
        {mayJoin ? <Small>{t('joining.hint')}</Small> : null}
        {byNumber}
      </Stack>
    </Card>
  );
}

function LooksLike({ one, mayJoin }: { readonly one: AlikeView; readonly mayJoin: boolean }) {
  const t = useT();
  const number = String(one.number);
  return (
    <>
      <p className="wijk-alike__head">
        <ReportLink number={one.number} />{' '}
        <Badge tone={one.isMuch ? 'attention' : 'neutral'}>
          {t(one.isMuch ? 'joining.much' : 'joining.some')}
        </Badge>
      </p>
      <Small>
        {t('joining.why', {
          distance: distanceText(t, one),
          time: gapText(t, one),
          nature: t(`triage.nature.${one.nature}`).toLowerCase(),
        })}
      </Small>
      {mayJoin ? (
        <Button name="leading" value={number}>
          {t('joining.submit-for', { number })}
        </Button>
      ) : null}
    </>
  );
}

/** Nearer than a place is told to is the same place. */
const SAME_SPOT_M = 10;

function distanceText(t: T, { distanceM, isSameComplex }: AlikeView): string {
  if (isSameComplex) return t('joining.same-complex');
  return distanceM < SAME_SPOT_M
    ? t('joining.same-spot')
    : t('joining.metres', { metres: String(distanceM) });
}

function gapText(t: T, { gapHours, isLater }: AlikeView): string {
  const way = isLater ? 'later' : 'earlier';
  return gapHours < HOURS_TOLD
    ? t(`joining.hours.${way}`, { count: gapHours })
    : t(`joining.days.${way}`, { count: Math.floor(gapHours / DAY_HOURS) });
}

/** `explained`: what it means stands above already. */
function JoinByNumber({ explained }: { readonly explained: boolean }) {
  const t = useT();
  return (
    <Form intent="join" labels={{ leading: t('joining.number') }}>
      <TextInput
        name="leading"
        label={t('joining.number')}
        {...(explained ? {} : { hint: t('joining.hint') })}
        inputMode="numeric"
      />
      <Button>{t('joining.submit')}</Button>
    </Form>
  );
}

function ReportLink({ number }: { readonly number: number }) {
  const t = useT();
  const href = useTownHref();
  return <Link href={href(`/werk/${number}`)}>{t('joining.report', { number: String(number) })}</Link>;
}
