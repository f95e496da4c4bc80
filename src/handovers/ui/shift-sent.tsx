import { formatDateTime } from '../../kit/time-text.ts';
import { Details, Link, Paragraph, refusalText, Stack, useT, useTownHref } from '../../kit/web/index.tsx';
import type { SentShift } from '../shift-wire.ts';

/** What I handed over before, and whether it was read. */
export function SentShifts({ sent }: { readonly sent: readonly SentShift[] }) {
  const t = useT();
  if (sent.length === 0) return null;
  return (
    <Details summary={t('shift.sent', { count: sent.length })} open>
      <Stack>
        {sent.map((shift) => (
          <section key={shift.id} className="wijk-stack wijk-stack--small">
            <Paragraph>
              <strong>{formatDateTime(t, shift.at)}</strong>
            </Paragraph>
            <ul className="wijk-plain-list">
              {shift.receivers.map((receiver) => (
                <li key={receiver.name}>
                  <Receipt {...receiver} />
                </li>
              ))}
            </ul>
            {shift.general === undefined ? null : <Paragraph>{shift.general}</Paragraph>}
            <SentReports reports={shift.reports} />
          </section>
        ))}
      </Stack>
    </Details>
  );
}

function Receipt({ name, readAt, takenAt, takenBy, isGone }: SentShift['receivers'][number]) {
  const t = useT();
  if (readAt) return t('shift.read', { name, at: formatDateTime(t, readAt) });
  if (takenAt) return t('shift.taken', { name, by: takenBy ?? '', at: formatDateTime(t, takenAt) });
  return t(isGone ? 'shift.gone' : 'shift.unread', { name });
}

/** What came of each report: given, told, or not given and why. */
export function SentReports({ reports }: Pick<SentShift, 'reports'>) {
  const t = useT();
  const href = useTownHref();
  if (reports.length === 0) return null;
  return (
    <ul className="wijk-plain-list">
      {reports.map(({ number, toName, given, refusal }) => (
        <li key={number}>
          <Link href={href(`/werk/${number}`)}>{t('shift.report', { number: String(number) })}</Link>{' '}
          {refusal === undefined
            ? t(given ? 'shift.given-to' : 'shift.told-to', { name: toName })
            : t('shift.not-given', { why: refusalText(t, { code: refusal }) })}
        </li>
      ))}
    </ul>
  );
}
