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
      <Rows id="mine" title={t('shift.mine')} rows={mine} now={now} empty={t('shift.mine-empty')} />
      {others.length > 0 ? (
        <Rows id="others" title={t('shift.others')} rows={others} now={now} empty="" />
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

interface RowsProps {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly ShiftRow[];
  readonly now: Date;
  readonly empty: string;
}

function Rows({ id, title, rows, now, empty }: RowsProps) {
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title} {rows.length > 0 ? <span className="wijk-tally">{rows.length}</span> : null}
      </Heading>
      {rows.length === 0 ? <Paragraph>{empty}</Paragraph> : null}
      <ul className="wijk-shift">
        {rows.map((row) => (
          <li key={row.extract.number} className="wijk-shift__row">
            <ShiftReport row={row} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const TONES = {
  danger: 'late',
  late: 'late',
  'second-look': 'attention',
  due: 'attention',
  answer: 'neutral',
  inform: 'neutral',
} as const satisfies Record<ShiftRow['need'], string>;

function ShiftReport({ row, now }: { readonly row: ShiftRow; readonly now: Date }) {
  const t = useT();
  const { extract, need, giveTo } = row;
  const number = String(extract.number);
  return (
    <>
      <div className="wijk-shift__facts">
        <ReportName extract={extract} canOpen />
        <span className="wijk-name">
          <Badge tone={TONES[need]}>{t(`shift.need.${need}`)}</Badge>
          <span>
            <NextStep extract={extract} />
          </span>
        </span>
        <Small>
          {[extract.neighbourhood ?? t('handovers.place.unknown'), extract.ownerName].join(' · ')}
        </Small>
        <Deadline extract={extract} now={now} />
      </div>
      <div className="wijk-shift__fields">
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
    </>
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
