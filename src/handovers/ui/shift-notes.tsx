import { formatDateTime } from '../../kit/time-text.ts';
import { Button, Card, Form, HiddenInput, Link, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import type { ShiftNote, UnreadShift } from '../shift-wire.ts';

/** What was handed over to me: on top until I say that I read it. */
export function ShiftNotes({ shifts }: { readonly shifts: readonly ShiftNote[] }) {
  const t = useT();
  return shifts.map(({ id, fromName, at, general, reports }) => (
    <Card key={id} tone="attention" title={t('shift.know')}>
      <Paragraph>{t('shift.from', { name: fromName, at: formatDateTime(t, at) })}</Paragraph>
      {general === undefined ? null : <Paragraph>{general}</Paragraph>}
      {reports.length > 0 ? (
        <ul className="wijk-plain-list">
          {reports.map((report) => (
            <li key={report.number}>
              <Told report={report} />
            </li>
          ))}
        </ul>
      ) : null}
      <Form intent="gelezen">
        <HiddenInput name="dienst" value={id} />
        <Button>{t('shift.mark-read')}</Button>
      </Form>
    </Card>
  ));
}

function Told({ report }: { readonly report: ShiftNote['reports'][number] }) {
  const t = useT();
  const href = useTownHref();
  const number = String(report.number);
  if (report.nature === undefined) return t('shift.shut', { number });
  const name = t('handovers.list.name', { number, nature: t(`triage.nature.${report.nature}`) });
  return (
    <>
      <Link href={href(`/werk/${number}`)}>{name}</Link>
      {report.isMine ? ` · ${t('shift.yours')}` : null}
      {report.line === undefined ? null : (
        <>
          <br />
          {report.line}
        </>
      )}
    </>
  );
}

/** For who leads the team: what nobody read in time. Each report has its own deadline; this is about who knows of it. */
export function UnreadShifts({ shifts }: { readonly shifts: readonly UnreadShift[] }) {
  const t = useT();
  const href = useTownHref();
  if (shifts.length === 0) return null;
  return (
    <Card tone="attention" title={t('shift.unread-title')}>
      <ul className="wijk-plain-list">
        {shifts.map(({ id, userId, fromName, toName, isGone, at, numbers }) => (
          <li key={`${id} ${userId}`} className="wijk-stack wijk-stack--small">
            <span>
              {t(isGone ? 'shift.unread-gone' : 'shift.unread-line', {
                from: fromName,
                to: toName,
                at: formatDateTime(t, at),
              })}{' '}
              <span className="wijk-numbers">
                {numbers.map((number) => (
                  <Link key={number} href={href(`/werk/${number}`)}>
                    {t('shift.report', { number: String(number) })}
                  </Link>
                ))}
              </span>
            </span>
            <Form intent="opgepakt">
              <HiddenInput name="dienst" value={id} />
              <HiddenInput name="wie" value={userId} />
              <Button>{t('shift.take')}</Button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
