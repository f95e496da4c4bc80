import { useActionData, useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  ButtonLink,
  Card,
  DataList,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  Row,
  SubmitButton,
  Table,
  Timeline,
  useFormState,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { SetView } from '../wire.ts';
import { Findings } from './findings.tsx';
import { setPath, setTitle } from './labels.ts';
import { DoneMessage, Lost } from './notices.tsx';
import { SetActions } from './set-actions.tsx';
import { StateBadge } from './state-badge.tsx';
import type { loader } from './set.server.ts';
import './tables.css';

export { action, loader } from './set.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: SetView;
}

/** One set: its tables, what the check says, what can be done with it and how it came here. */
export default function SetPage() {
  const t = useT();
  const href = useTownHref();
  const { view, fresh, done } = useLoaderData<typeof loader>();
  return (
    <Page
      title={setTitle(t, view.which)}
      back={{ href: href('/beslistabellen'), text: t('tables.title') }}
      refused={useFormState() !== undefined}
      aside={<StateBadge state={view.state} activeFrom={view.activeFrom} />}
    >
      <DoneMessage done={done} />
      <Lost shown={[...view.commands, ...(view.commands.includes('edit') ? ['note'] : [])]} />
      <InvitationCode />
      <div className="wijk-set">
        <div className="wijk-stack wijk-stack--medium">
          <About view={view} />
          <Findings which={view.which} refusals={view.refusals} combinations={view.combinations} />
          <Tables view={view} />
          <Trials view={view} />
        </div>
        <div className="wijk-stack wijk-stack--medium">
          {view.which === null ? <FromHouse draftKey={fresh.draft} /> : null}
          <SetActions view={view} fresh={fresh} />
          <Guests view={view} />
          <Lines view={view} />
        </div>
      </div>
    </Page>
  );
}

/** Shown once, in the answer to the form: the database holds only its hash. */
function InvitationCode() {
  const t = useT();
  const answer: unknown = useActionData();
  if (typeof answer !== 'object' || answer === null || !('code' in answer)) return null;
  const code = String(answer.code);
  return (
    <Alert kind="ok" role="status" title={t('tables.invite.code')}>
      <p className="nl-paragraph wijk-code">{code.match(/.{1,4}/g)?.join('-')}</p>
      <Paragraph>{t('tables.invite.code-text')}</Paragraph>
    </Alert>
  );
}

function About({ view }: ViewProps) {
  const t = useT();
  if (view.which === null) return <Paragraph>{t('tables.house-text')}</Paragraph>;
  return (
    <DataList
      items={[
        { key: t('tables.note'), value: view.note },
        { key: t('tables.made-from'), value: setTitle(t, view.base ?? null) },
        { key: t('tables.column-author'), value: view.authorName },
        {
          key: t('tables.column-changed'),
          value: view.changedAt ? formatDateTime(t, view.changedAt) : undefined,
        },
      ]}
    />
  );
}

function Tables({ view }: ViewProps) {
  const t = useT();
  return (
    <Table
      caption={t('tables.four')}
      columns={useColumns(view)}
      rows={view.tables}
      rowKey={({ step }) => step}
      empty={null}
    />
  );
}

function useColumns(view: SetView): Column<SetView['tables'][number]>[] {
  const t = useT();
  const href = useTownHref();
  const path = (step: string) => href(`${setPath(view.which)}/${step}`);
  return [
    {
      key: 'step',
      header: t('tables.table'),
      primary: true,
      cell: ({ step, editable, changed }) => (
        <span className="wijk-rule-name">
          {editable ? <Link href={path(step)}>{t(`tables.step.${step}`)}</Link> : t(`tables.step.${step}`)}
          {changed ? <Badge tone="attention">{t('tables.changed')}</Badge> : null}
        </span>
      ),
    },
    { key: 'question', header: t('tables.says'), cell: ({ step }) => t(`tables.question.${step}`) },
    {
      key: 'rules',
      header: t('tables.column-rules'),
      numeric: true,
      cell: ({ rules, editable }) => (editable ? String(rules) : t('tables.elsewhere')),
    },
    {
      key: 'file',
      header: t('tables.file'),
      cell: ({ step }) => (
        <a className="nl-link" href={`${path(step)}/bestand`}>
          {t('tables.file-name', { step })}
        </a>
      ),
    },
  ];
}

function Trials({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  return (
    <Row>
      <ButtonLink href={href(`${setPath(view.which)}/proberen`)}>{t('tables.try.to')}</ButtonLink>
      <ButtonLink href={href(`${setPath(view.which)}/vergelijken`)}>{t('tables.replay.to')}</ButtonLink>
      {view.commands.includes('edit') ? (
        <ButtonLink href={href(`${setPath(view.which)}/inlezen`)}>{t('tables.import.to')}</ButtonLink>
      ) : null}
    </Row>
  );
}

/** From the tables of the house a draft is made on the page with all sets; here stands the way to it. */
function FromHouse({ draftKey }: { readonly draftKey: string }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Card title={t('tables.draft.title')}>
      <Form action={href('/beslistabellen')} intent="draft">
        <HiddenInput name="key" value={draftKey} />
        <HiddenInput name="from" value="standaard" />
        <HiddenInput name="note" value="" />
        <SubmitButton>{t('tables.draft.submit')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Guests({ view }: ViewProps) {
  const t = useT();
  if (view.guests.length === 0) return null;
  return (
    <Card title={t('tables.invite.open')}>
      <ul className="wijk-planned">
        {view.guests.map(({ name, expiresAt }) => (
          <li key={`${name} ${expiresAt.toISOString()}`}>
            {t('tables.invite.until', { name, moment: formatDateTime(t, expiresAt) })}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Lines({ view }: ViewProps) {
  const t = useT();
  if (view.lines.length === 0) return null;
  return (
    <Card title={t('tables.lines.title')}>
      <Timeline
        items={view.lines.toReversed().map(({ id, at, deed, byName, words }) => ({
          key: id,
          title: t(`tables.deed.${deed}`),
          time: formatDateTime(t, at),
          at,
          by: byName,
          detail: words ? <Paragraph>{wordsOf(t, deed, words)}</Paragraph> : undefined,
          tone: TONES[deed] ?? ('neutral' as const),
        }))}
      />
    </Card>
  );
}

const TONES: Partial<Record<string, 'attention' | 'done'>> = { 'sent-back': 'attention', approved: 'done' };

/** A change names the table by its step; everything else is in people's own words. */
function wordsOf(t: ReturnType<typeof useT>, deed: string, words: string): string {
  return deed === 'changed' || deed === 'imported' ? t(`tables.step.${words}`) : words;
}
