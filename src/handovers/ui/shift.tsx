import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Details,
  Form,
  Heading,
  HiddenInput,
  Page,
  Paragraph,
  Select,
  Small,
  Stack,
  SubmitButton,
  Table,
  TextArea,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { SHIFT_GENERAL_MAX, SHIFT_LINE_MAX } from '../model.ts';
import type { ShiftPageView, ShiftRow } from '../shift-wire.ts';
import { Deadline, NextStep, ReportName, useExtractColumns } from './extract-parts.tsx';
import { SentShifts, SentReports } from './shift-sent.tsx';
import type { loader } from './shift.server.ts';
import './shift.css';

export { action, loader } from './shift.server.ts';

export const handle: PageHandle = { wide: true };

/** The end of a shift: what the next one must know, report by report, and who gets what. */
export default function ShiftPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done, key } = useLoaderData<typeof loader>();
  const sent = view.sent.find(({ id }) => id === done);
  return (
    <Page
      title={t('shift.title')}
      lead={t('shift.lead', { until: formatDateTime(t, view.until) })}
      back={{ href: href('/werk'), text: t('shift.back') }}
    >
      {sent ? (
        <Alert kind={sent.reports.some(({ refusal }) => refusal) ? 'info' : 'ok'} role="status">
          <Paragraph>
            {t('shift.done', { names: sent.receivers.map(({ name }) => name).join(', ') })}
          </Paragraph>
          <SentReports reports={sent.reports} />
        </Alert>
      ) : null}
      {view.colleagues.length === 0 ? (
        <Paragraph>{t('shift.alone')}</Paragraph>
      ) : (
        <ShiftForm view={view} fresh={key} />
      )}
      <Offered view={view} />
      <SentShifts sent={view.sent} />
    </Page>
  );
}

function ShiftForm({ view, fresh }: { readonly view: ShiftPageView; readonly fresh: string }) {
  const t = useT();
  const { mine, others, colleagues, nextId, more, now } = view;
  const isAnswer = useFormState() !== undefined;
  const [own, theirs] = [mine.filter(isToDo), others.filter(isToDo)];
  const waiting = [...mine, ...others].filter((row) => !isToDo(row));
  const labels = Object.fromEntries(
    [...mine, ...others].flatMap(({ extract: { number } }) => [
      [`regel-${number}`, t('shift.line-of', { number: String(number) })],
      [`aan-${number}`, t('shift.give-of', { number: String(number) })],
    ]),
  );
  return (
    <Form
      values={nextId === undefined ? {} : { volgende: nextId }}
      labels={{ ...labels, volgende: t('shift.next'), algemeen: t('shift.general') }}
    >
      <HiddenInput name="key" value={fresh} />
      <Select
        name="volgende"
        label={t('shift.next')}
        hint={t(nextId === undefined ? 'shift.next-hint' : 'shift.next-roster')}
        options={colleagues.map(({ id, name }) => ({ value: id, label: name }))}
        optional
      />
      <Section id="mine" title={t('shift.mine')} count={own.length}>
        {own.length === 0 ? <Paragraph>{t('shift.mine-empty')}</Paragraph> : <Rows rows={own} now={now} />}
      </Section>
      {theirs.length > 0 ? (
        <Section id="others" title={t('shift.others')} count={theirs.length}>
          <Rows rows={theirs} now={now} withOwner />
        </Section>
      ) : null}
      {waiting.length > 0 ? (
        <Details summary={t('shift.waiting', { count: waiting.length })} open={isAnswer}>
          <Stack gap="small">
            <Paragraph>{t('shift.waiting-text')}</Paragraph>
            <Rows rows={waiting} now={now} withOwner />
          </Stack>
        </Details>
      ) : null}
      {more > 0 ? <Small>{t('shift.more', { count: more })}</Small> : null}
      <TextArea
        name="algemeen"
        label={t('shift.general')}
        hint={t('shift.general-hint')}
        rows={2}
        maxLength={SHIFT_GENERAL_MAX}
        optional
      />
      <SubmitButton>{t('shift.send')}</SubmitButton>
    </Form>
  );
}

/** What a service is to answer goes on by the clock: it stands apart, so that what somebody has to do stands out. */
function isToDo({ need }: ShiftRow): boolean {
  return need !== 'offered';
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Section({ id, title, count, children }: SectionProps) {
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title} {count > 0 ? <span className="wijk-tally">{count}</span> : null}
      </Heading>
      {children}
    </section>
  );
}

interface RowsProps {
  readonly rows: readonly ShiftRow[];
  readonly now: Date;
  readonly withOwner?: boolean;
}

function Rows({ rows, now, withOwner = false }: RowsProps) {
  return (
    <ul className="wijk-shift">
      {rows.map((row) => (
        <li key={row.extract.number} className="wijk-shift__row">
          <Facts row={row} now={now} withOwner={withOwner} />
          <Fields row={row} />
        </li>
      ))}
    </ul>
  );
}

const TONES = {
  danger: 'late',
  late: 'late',
  'second-look': 'attention',
  due: 'attention',
  answer: 'neutral',
  inform: 'neutral',
  offered: 'neutral',
} as const satisfies Record<ShiftRow['need'], string>;

function Facts({
  row: { extract, need },
  now,
  withOwner,
}: {
  readonly row: ShiftRow;
  readonly now: Date;
  readonly withOwner: boolean;
}) {
  const t = useT();
  const place = extract.neighbourhood ?? t('handovers.place.unknown');
  return (
    <div className="wijk-shift__facts">
      <span className="wijk-name">
        <ReportName extract={extract} canOpen />
        {need === 'offered' ? null : <Badge tone={TONES[need]}>{t(`shift.need.${need}`)}</Badge>}
      </span>
      <Small>
        <NextStep extract={extract} /> · {withOwner ? `${place} · ${extract.ownerName}` : place}
      </Small>
      <Deadline extract={extract} now={now} />
    </div>
  );
}

function Fields({ row: { extract, giveTo } }: { readonly row: ShiftRow }) {
  const t = useT();
  const number = String(extract.number);
  return (
    <div className="wijk-shift__fields" role="group" aria-label={t('shift.report', { number })}>
      <TextInput
        name={`regel-${number}`}
        label={t('shift.line')}
        width="full"
        maxLength={SHIFT_LINE_MAX}
        optional
      />
      {giveTo.length > 0 ? (
        <Select
          name={`aan-${number}`}
          label={t('shift.give')}
          options={giveTo.map(({ id, name }) => ({ value: id, label: name }))}
          empty={t('shift.leave', { name: extract.ownerName })}
          optional
        />
      ) : null}
    </div>
  );
}

/** What waits for the service's answer: the one who comes on sees it on the own list, and its words are shut. */
function Offered({ view: { offered, now } }: { readonly view: ShiftPageView }) {
  const t = useT();
  const { name, place, urgency, deadline } = useExtractColumns({ now, canOpen: true });
  if (offered.length === 0) return null;
  return (
    <Details summary={t('shift.offered', { count: offered.length })}>
      <Stack gap="small">
        <Paragraph>{t('shift.offered-text')}</Paragraph>
        <Table
          caption={t('shift.offered', { count: offered.length })}
          captionHidden
          columns={[name, place, urgency, { ...deadline, header: t('handovers.list.answer-by') }]}
          rows={offered}
          rowKey={({ number }) => String(number)}
          empty={null}
        />
      </Stack>
    </Details>
  );
}
