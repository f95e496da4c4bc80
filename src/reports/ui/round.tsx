import { useActionData, useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  CallLink,
  Checkbox,
  Fieldset,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { ROUND_DANGER } from '../model.ts';
import { ROUND_STORY_MAX } from '../wire.ts';
import { PhotosQuestion } from './photos-question.tsx';
import type { loader, RoundState } from './round.server.ts';
import './round.css';

export { action, loader } from './round.server.ts';

export const handle: PageHandle = { script: '/round.js', worker: true };

const ADDRESS_LIST = 'round-addresses';

/** One note on the round: what, a photo, a sentence, where. For a thumb in a glove, in a stairwell without coverage. */
export default function RoundPage() {
  const t = useT();
  const href = useTownHref();
  const { key, place, complex, who, sent } = useLoaderData<typeof loader>();
  const base = href('');
  return (
    <Page title={t('round.title')} aside={<Link href={href('/veilig-werken')}>{t('safe-work.nav')}</Link>}>
      <link rel="manifest" href={href('/ronde.webmanifest')} />
      <link rel="apple-touch-icon" href="/app-icon-192.png" />
      {sent === undefined ? null : (
        <Alert kind="ok" role="status" title={t('round.sent', { number: sent })}>
          <Link href={href('/ronde/meldingen')}>{t('round.mine')}</Link>
        </Alert>
      )}
      <Queue />
      <div className="wijk-round" data-round={base} data-who={who} data-max={ROUND_STORY_MAX}>
        <Form action={href('/ronde')} values={{ key, address: place, complex }} files>
          <HiddenInput name="key" value={useKey(key)} />
          <HiddenInput name="keptAddress" value={place} />
          <Kinds />
          <Call />
          <div className="wijk-round__calm">
            <PhotosQuestion />
            <Sentence />
            <Where />
            <p className="wijk-round__mistake" role="alert" data-round-mistake="" />
            <div className="wijk-round__send">
              <SubmitButton>{t('round.send')}</SubmitButton>
            </div>
          </div>
        </Form>
      </div>
      <Paragraph>
        <Link href={href('/ronde/meldingen')}>{t('round.mine')}</Link>
      </Paragraph>
      <Paragraph>{t('round.kept')}</Paragraph>
    </Page>
  );
}

/** The key of the note as it was first shown, also when it is shown again. */
function useKey(fresh: string): string {
  const answer = useActionData() as RoundState | undefined;
  const key = answer?.values['key'];
  return typeof key === 'string' && key !== '' ? key : fresh;
}

function Kinds() {
  const t = useT();
  const { kinds } = useLoaderData<typeof loader>();
  const options = [
    ...kinds.map(({ id, label }) => ({ value: id, label })),
    { value: ROUND_DANGER, label: t('round.danger') },
  ];
  return (
    <div className="wijk-round__kinds">
      <RadioGroup name="kind" label={t('round.kind')} options={options} />
    </div>
  );
}

/** Danger is called in, never written down for later: the buttons that call stand where the rest of the note was. */
function Call() {
  const t = useT();
  const href = useTownHref();
  const { numbers } = useLoaderData<typeof loader>();
  return (
    <section className="wijk-emergency wijk-round__call" aria-labelledby="round-call">
      <h2 className="nl-heading nl-heading--level-2" id="round-call">
        {t('round.call')}
      </h2>
      <CallLink phone="112">{t('kit.emergency.call')}</CallLink>
      {numbers.map(({ name, phone }) => (
        <CallLink key={phone} phone={phone}>
          {t('round.call-number', { name })}
        </CallLink>
      ))}
      <Paragraph>
        {t('round.call-after')} <Link href={href('/werk/nieuw')}>{t('desk.nav')}</Link>
      </Paragraph>
    </section>
  );
}

function Sentence() {
  const t = useT();
  return (
    <div className="wijk-question">
      <TextArea
        optional
        name="story"
        rows={3}
        maxLength={ROUND_STORY_MAX}
        label={t('round.sentence')}
        hint={t('round.sentence-hint')}
      />
    </div>
  );
}

function Where() {
  const t = useT();
  const { suggestions, complexes } = useLoaderData<typeof loader>();
  const answer = useActionData() as RoundState | undefined;
  const options = answer?.options ?? [];
  const hasComplexes = complexes.length > 0;
  return (
    <div className="wijk-question">
      <Fieldset legend={t('round.where')}>
        {hasComplexes ? (
          <Select
            optional
            name="complex"
            label={t('round.complex')}
            hint={t('round.where-hint')}
            empty={t('round.complex-none')}
            width="full"
            options={complexes.map(({ id, name, group }) => ({ value: id, label: name, group }))}
          />
        ) : null}
        <TextInput
          optional
          name="address"
          label={t(hasComplexes ? 'round.inside' : 'reports.place.address')}
          hint={t(hasComplexes ? 'round.inside-hint' : 'round.where-hint')}
          list={ADDRESS_LIST}
          width="full"
        />
        <datalist id={ADDRESS_LIST}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
        {options.length === 0 ? null : (
          <RadioGroup
            optional
            name="addressChoice"
            label={t('place.choose')}
            options={options.map((option) => ({ value: option, label: option }))}
          />
        )}
        <Checkbox name="addressUnknown" label={t('round.where-unknown')} />
      </Fieldset>
    </div>
  );
}

const WORDS = [
  'waiting',
  'waiting-login',
  'waiting-other',
  'late',
  'refused',
  'gone',
  'sent',
  'photos',
  'again',
  'drop',
  'drop-sure',
  'kept-here',
  'not-kept',
  'full',
  'too-much',
  'offline',
] as const;

/** What still waits on this telephone; src/web/public/round.js fills it. Its words go along, for when there is no server. */
function Queue() {
  const t = useT();
  const { kinds } = useLoaderData<typeof loader>();
  const words = Object.fromEntries(WORDS.map((name) => [name, t(`round.queue.${name}`)]));
  const mistakes = {
    kind: t('refusal.round-kind'),
    empty: t('refusal.round-empty'),
    place: t('refusal.address-unanswered'),
  };
  const needsPlace = kinds.filter((kind) => kind.needsPlace).map(({ id }) => id);
  return (
    <section
      className="wijk-round-queue"
      aria-labelledby="round-queue"
      hidden
      data-round-queue=""
      data-words={JSON.stringify({ ...words, mistakes, needsPlace, login: t('round.log-in') })}
    >
      <h2 className="nl-heading nl-heading--level-3" id="round-queue">
        {t('round.queue.title')}
      </h2>
      <p className="nl-paragraph" role="status" data-round-status="" />
      <ul className="wijk-plain-list" data-round-list="" />
    </section>
  );
}
