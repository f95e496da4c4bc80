import { formatDateTime, formatTimeLeft } from '../../kit/time-text.ts';
import { Badge, Link, Small, useT, useTownHref, type Column } from '../../kit/web/index.tsx';
import type { ExtractView } from '../wire.ts';

const HOUR_MS = 3_600_000;
const SOON_MS = 2 * HOUR_MS;

/** A report in one line: its number and what it is about. A link for who may open it. */
export function ReportName({
  extract,
  canOpen,
}: {
  readonly extract: ExtractView;
  readonly canOpen: boolean;
}) {
  const t = useT();
  const href = useTownHref();
  const name = t(extract.isPart ? 'parts.list-name' : 'handovers.list.name', {
    number: String(extract.number),
    nature: t(`triage.nature.${extract.nature}`),
  });
  return (
    <span className="wijk-name">
      {canOpen ? <Link href={href(`/werk/${extract.number}`)}>{name}</Link> : name}
      <DangerBadge extract={extract} />
    </span>
  );
}

/** A list that holds only the most pressing says so, with how many there are. */
export function CutShort({ shown, total }: { readonly shown: number; readonly total: number }) {
  const t = useT();
  return shown < total ? <Small>{t('handovers.list.cut-short', { shown, total })}</Small> : null;
}

const BEFORE_CONTACT: readonly ExtractView['nextStep'][] = [
  'check-danger',
  'decide',
  'await-acceptance',
  'speak-sender',
  'first-contact',
];

/** Danger and haste press until somebody made contact; after that they are history. */
export function isPressing({ nextStep }: ExtractView): boolean {
  return BEFORE_CONTACT.includes(nextStep);
}

/** Danger stands out wherever a report is named; that none was seen, or that nobody knows, does not. */
function DangerBadge({ extract }: { readonly extract: ExtractView }) {
  const t = useT();
  const { danger } = extract;
  if (!isPressing(extract) || (danger !== 'life' && danger !== 'threat')) return null;
  return <Badge tone="late">{t(`triage.danger.${danger}`)}</Badge>;
}

function Urgency({ extract }: { readonly extract: ExtractView }) {
  const t = useT();
  const { urgency } = extract;
  const words = t(`handovers.urgency.${urgency}`);
  if (!isPressing(extract)) return words;
  if (urgency === 'now') return <Badge tone="late">{words}</Badge>;
  return urgency === 'today' ? <Badge tone="attention">{words}</Badge> : words;
}

/** How long there is; a badge when that is short or over. The whole moment shows on pointing. */
export function Deadline({ extract, now }: { readonly extract: ExtractView; readonly now: Date }) {
  const t = useT();
  const { deadline, isLate } = extract;
  if (deadline === null) return null;
  const left = formatTimeLeft(t, deadline, now);
  const leftMs = deadline.getTime() - now.getTime();
  const tone = leftMs <= 0 ? 'late' : leftMs < SOON_MS && !isLate ? 'attention' : undefined;
  return (
    <time dateTime={deadline.toISOString()} title={formatDateTime(t, deadline)} className="wijk-name">
      {isLate && deadline > now ? <Badge tone="late">{t('handovers.list.late')}</Badge> : null}
      {tone ? <Badge tone={tone}>{left}</Badge> : <span>{left}</span>}
    </time>
  );
}

/** What the owner has to do now, or on whom the owner waits. */
export function NextStep({ extract }: { readonly extract: ExtractView }) {
  const t = useT();
  const { nextStep, offeredTo } = extract;
  if (nextStep === null) return t(`handovers.status.${extract.status}`);
  if (nextStep === 'await-acceptance' && offeredTo)
    return t('handovers.list.waits-for', { service: offeredTo });
  return t(`handovers.nextStep.${nextStep}`);
}

/** The person, and in whose name that person works on it. */
function Owner({ extract: { ownerName, serviceName } }: { readonly extract: ExtractView }) {
  if (serviceName === undefined) return ownerName;
  return (
    <span className="wijk-two-lines">
      {ownerName}
      <span className="wijk-small">{serviceName}</span>
    </span>
  );
}

interface Shown {
  readonly now: Date;
  readonly canOpen: boolean;
}

/** The columns of every list of reports. No words of a report are among them. */
export function useExtractColumns({ now, canOpen }: Shown) {
  const t = useT();
  return {
    name: {
      key: 'name',
      header: t('handovers.list.report'),
      primary: true,
      cell: (extract) => <ReportName extract={extract} canOpen={canOpen} />,
    },
    place: {
      key: 'place',
      header: t('handovers.list.place'),
      cell: ({ neighbourhood }) => neighbourhood ?? t('handovers.place.unknown'),
    },
    urgency: {
      key: 'urgency',
      header: t('handovers.list.urgency'),
      cell: (extract) => <Urgency extract={extract} />,
    },
    step: {
      key: 'step',
      header: t('handovers.list.step'),
      cell: (extract) => <NextStep extract={extract} />,
    },
    why: {
      key: 'why',
      header: t('handovers.list.why'),
      cell: ({ offeredAs, offeredTo }) =>
        offeredAs ? t(`handovers.offeredAs.${offeredAs}`, { service: offeredTo ?? '' }) : '',
    },
    owner: {
      key: 'owner',
      header: t('handovers.list.owner'),
      cell: (extract) => <Owner extract={extract} />,
    },
    deadline: {
      key: 'deadline',
      header: t('handovers.list.deadline'),
      cell: (extract) => <Deadline extract={extract} now={now} />,
    },
  } satisfies Record<string, Column<ExtractView>>;
}

/** The most pressing first: who is late, then what ends first. */
export function byPressure(a: ExtractView, b: ExtractView): number {
  return Number(b.isLate) - Number(a.isLate) || (a.deadline?.getTime() ?? 0) - (b.deadline?.getTime() ?? 0);
}

export function toneOf({ isLate }: ExtractView): 'late' | undefined {
  return isLate ? 'late' : undefined;
}
