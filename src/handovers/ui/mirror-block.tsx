import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Card,
  DataList,
  Details,
  DoneNotice,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  Select,
  SideBySide,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Timeline,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { BLOCK_EXPLANATION_MAX, type CheckView, type MirrorBlockView } from '../mirror-wire.ts';
import { BlockLevel } from '../model.ts';
import type { loader } from './mirror-block.server.ts';
import { Measures } from './mirror-measures.tsx';
import { LevelBadge, sinceText } from './mirror-words.tsx';
import './mirror.css';

export { action, loader } from './mirror-block.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: MirrorBlockView;
}

/** One building block: how far each check is and who said so, and what can be done next. */
export default function MirrorBlockPage() {
  const t = useT();
  const href = useTownHref();
  const { view, saved } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  const { number, name, checks } = view.block;
  return (
    <Page
      title={t('mirror.block', { number, name })}
      back={{ href: href('/spiegel'), text: t('mirror.title') }}
      refused={refused}
    >
      {saved && !refused ? <DoneNotice>{t('mirror.saved')}</DoneNotice> : null}
      <SideBySide side={<Next view={view} />}>
        {checks.map((check) => (
          <Check key={check.id} check={check} view={view} />
        ))}
        <Measures view={view} />
      </SideBySide>
    </Page>
  );
}

function Check({ check, view }: ViewProps & { readonly check: CheckView }) {
  const t = useT();
  const { label, verified, now, before } = check;
  return (
    <Card title={label} aside={<LevelBadge level={now?.level} />}>
      <Stack gap="small">
        {verified ? null : <Small>{t('mirror.unverified')}</Small>}
        {now ? (
          <>
            <DataList
              items={[
                { key: t('mirror.when'), value: sinceText(t, now) },
                { key: t('mirror.party'), value: now.partyName },
                { key: t('mirror.explanation'), value: now.explanation },
              ]}
            />
            <Small>
              {t('mirror.said-by', {
                name: now.actorName ?? t('mirror.someone'),
                at: formatDateTime(t, now.at),
              })}
            </Small>
          </>
        ) : (
          <Paragraph>{t('mirror.unsaid-text')}</Paragraph>
        )}
        {view.mayEdit ? <State check={check} view={view} /> : null}
        {before.length > 0 ? <Before statements={before} /> : null}
      </Stack>
    </Card>
  );
}

function State({ check: { id, now }, view: { parties } }: ViewProps & { readonly check: CheckView }) {
  const t = useT();
  const isRefused = useFormState()?.values['intent'] === id;
  const levels = BlockLevel.options.map((value) => ({ value, label: t(`mirror.level.${value}`) }));
  return (
    <Details summary={t(now ? 'mirror.change' : 'mirror.say')} open={isRefused}>
      <Form
        intent={id}
        values={{
          level: now?.level ?? '',
          since: now?.since ?? '',
          party: now?.partyId ?? '',
          explanation: now?.explanation ?? '',
        }}
      >
        <HiddenInput name="version" value={String(now?.version ?? 0)} />
        <Select name="level" label={t('mirror.level')} options={levels} empty={t('mirror.level-choose')} />
        <TextInput
          name="since"
          type="date"
          label={t('mirror.since-field')}
          hint={t('mirror.since-hint')}
          optional
        />
        <Select
          name="party"
          label={t('mirror.party-field')}
          options={parties.map((party) => ({ value: party.id, label: party.name }))}
          empty={t('mirror.party-none')}
          optional
        />
        <TextArea
          name="explanation"
          rows={3}
          maxLength={BLOCK_EXPLANATION_MAX}
          label={t('mirror.explanation-field')}
          hint={t('mirror.explanation-hint')}
          optional
        />
        <SubmitButton>{t('mirror.save')}</SubmitButton>
      </Form>
    </Details>
  );
}

function Before({ statements }: { readonly statements: CheckView['before'] }) {
  const t = useT();
  const items = statements.map(({ version, level, since, partyName, explanation, at, actorName }) => ({
    key: String(version),
    title: t(`mirror.level.${level}`),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: [sinceText(t, { level, since }), partyName, explanation].filter(Boolean).join(' · '),
  }));
  return (
    <Details summary={t('mirror.before', { count: statements.length })}>
      <Timeline items={items} />
    </Details>
  );
}

/** From the handbooks, in our own words; what no source says is told as a proposal. */
function Next({ view: { steps } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('mirror.next')} tone="soft">
      <ul className="wijk-list">
        {steps.map(({ text, source, reliability }) => (
          <li key={text}>
            <Stack gap="small">
              <Paragraph>{text}</Paragraph>
              <Small>
                {source === undefined ? t('mirror.proposal') : t(`mirror.source.${reliability}`, { source })}
              </Small>
            </Stack>
          </li>
        ))}
      </ul>
    </Card>
  );
}
