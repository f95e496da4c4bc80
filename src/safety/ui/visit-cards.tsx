import { formatDateTime } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  Card,
  Form,
  HiddenInput,
  Link,
  Paragraph,
  Row,
  Small,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { VisitView } from '../wire.ts';

/** Visits that I planned, or go along on: each goes when it is over. */
export function VisitCards({ visits }: { readonly visits: readonly VisitView[] }) {
  return visits.map((visit) => <VisitCard key={visit.id} visit={visit} />);
}

function VisitCard({ visit }: { readonly visit: VisitView }) {
  const t = useT();
  const href = useTownHref();
  const { at, isMine, reportNumber, answer, company } = visit;
  const waits = company === 'colleague' && answer === null;
  return (
    <Card
      tone={waits || answer === 'no' ? 'attention' : 'plain'}
      title={formatDateTime(t, at)}
      aside={<CompanyBadge visit={visit} />}
    >
      <Paragraph>{companyText(t, visit)}</Paragraph>
      {reportNumber === undefined ? null : (
        <Small>
          <Link href={href(`/werk/${reportNumber}`)}>
            {t('safe-work.visit-of', { number: String(reportNumber) })}
          </Link>
        </Small>
      )}
      {isMine ? <OwnButtons visit={visit} /> : <AnswerButtons visit={visit} />}
    </Card>
  );
}

function CompanyBadge({ visit: { company, answer } }: { readonly visit: VisitView }) {
  const t = useT();
  if (company === 'alone') return null;
  if (company === 'elsewhere' || answer === 'yes')
    return <Badge tone="done">{t('safe-work.together')}</Badge>;
  return (
    <Badge tone={answer === 'no' ? 'late' : 'attention'}>
      {t(answer === 'no' ? 'safe-work.answer.no' : 'safe-work.answer.none')}
    </Badge>
  );
}

function companyText(
  t: ReturnType<typeof useT>,
  { isMine, company, plannerName, colleagueName, other, answer }: VisitView,
): string {
  if (!isMine) return t(`safe-work.asked.${answer ?? 'none'}`, { name: plannerName });
  if (company === 'alone') return t('safe-work.goes.alone');
  if (company === 'elsewhere') return t('safe-work.goes.elsewhere', { name: other ?? '' });
  return t(`safe-work.goes.${answer ?? 'none'}`, { name: colleagueName ?? '' });
}

function OwnButtons({ visit: { id, reportNumber } }: { readonly visit: VisitView }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Row>
      <Form intent={`end-${id}`}>
        <HiddenInput name="visit" value={id} />
        <Button>{t('safe-work.visit-end')}</Button>
      </Form>
      {reportNumber === undefined ? null : (
        <Link href={href(`/veilig-werken/bezoek?melding=${reportNumber}`)}>
          {t('safe-work.visit-change')}
        </Link>
      )}
    </Row>
  );
}

function AnswerButtons({ visit: { id, answer } }: { readonly visit: VisitView }) {
  const t = useT();
  return (
    <Row>
      {(['yes', 'no'] as const)
        .filter((each) => each !== answer)
        .map((each) => (
          <Form key={each} intent={`${each}-${id}`}>
            <HiddenInput name="visit" value={id} />
            <Button look={each === 'yes' ? 'primary' : 'secondary'}>{t(`safe-work.say.${each}`)}</Button>
          </Form>
        ))}
    </Row>
  );
}
