import { formatDateTime, formatShort, lastDay } from '../../kit/time-text.ts';
import { Alert, Card, DataList, Paragraph, Small, useT } from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';
import { Deadline, isPressing, NextStep } from './extract-parts.tsx';

interface ViewProps {
  readonly view: ReportView;
}

/** We do not call for anybody: whoever works on it sees that the reporter was sent to 112, and finds out whether that was done. */
export function Danger({ view }: ViewProps) {
  const t = useT();
  if (!view.show112 || !isPressing(view.extract)) return null;
  return (
    <Alert kind="error" title={t('handovers.report.danger')}>
      <Paragraph>{t('handovers.report.danger-text')}</Paragraph>
    </Alert>
  );
}

/** Who is at turn, for what, until when: what a report always has while it is open. */
export function Turn({ view: { extract, ownerAway, now } }: ViewProps) {
  const t = useT();
  const { ownerName, serviceName, status, outcome, closedAt } = extract;
  const owner = serviceName
    ? t('handovers.list.owner-for', { owner: ownerName, service: serviceName })
    : ownerName;
  const items =
    status === 'closed'
      ? [
          { key: t('handovers.report.closed-by'), value: owner },
          { key: t('handovers.report.outcome'), value: outcome && t(`handovers.outcome.${outcome}`) },
          { key: t('handovers.report.closed-at'), value: closedAt && formatShort(t, closedAt) },
        ]
      : [
          {
            key: t('handovers.list.owner'),
            value: ownerAway ? <Away owner={owner} away={ownerAway} /> : owner,
          },
          { key: t('handovers.list.step'), value: <NextStep extract={extract} /> },
          { key: t('handovers.list.deadline'), value: <Deadline extract={extract} now={now} /> },
        ];
  return (
    <dl className={extract.isLate ? 'wijk-turn wijk-turn--late' : 'wijk-turn'}>
      {items.map(({ key, value }) => (
        <div key={key} className="wijk-turn__item">
          <dt>{key}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface AwayProps {
  readonly owner: string;
  readonly away: NonNullable<ReportView['ownerAway']>;
}

function Away({ owner, away: { until, standInName } }: AwayProps) {
  const t = useT();
  const day = lastDay(t, until);
  return (
    <>
      {owner}
      <br />
      <Small>
        {standInName
          ? t('absence.of-owner', { day, standIn: standInName })
          : t('absence.of-owner-alone', { day })}
      </Small>
    </>
  );
}

interface FurtherProps {
  /** What was asked further, in the municipality's words; without an answer of its own the code is a word of the page. */
  readonly further: readonly { question: string; answer?: string | undefined; code: string }[];
}

/** What was asked and seen, in the fixed answers of the form. */
export function Facts({ view: { extract, sights, dangers }, further }: ViewProps & FurtherProps) {
  const t = useT();
  return (
    <Card title={t(extract.isPart ? 'parts.seen' : 'handovers.report.seen')}>
      <DataList
        items={[
          ...(extract.isPart
            ? []
            : [
                {
                  key: t('handovers.report.sights'),
                  value: (
                    <Ticked
                      texts={
                        sights.length > 0
                          ? sights.map((sight) => t(`handovers.sight.${sight}`))
                          : [t('handovers.sight.nothing')]
                      }
                    />
                  ),
                },
              ]),
          {
            key: t('handovers.report.dangers'),
            value: <Ticked texts={dangers.map((danger) => t(`handovers.danger.${danger}`))} />,
          },
          ...further.map(({ question, answer, code }) => ({
            key: question,
            value: answer ?? t(`further.answer.${code}`),
          })),
          { key: t('handovers.report.about'), value: t(`handovers.about.${extract.about}`) },
          { key: t('handovers.list.place'), value: extract.neighbourhood ?? t('handovers.place.unknown') },
          { key: t('handovers.list.urgency'), value: t(`triage.urgency.${extract.urgency}`) },
          {
            key: t(extract.isPart ? 'parts.asked-at' : 'handovers.report.received'),
            value: formatDateTime(t, extract.receivedAt),
          },
        ]}
      />
    </Card>
  );
}

/** Under each other: an answer may hold a comma itself. */
function Ticked({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul className="wijk-plain-list">
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
