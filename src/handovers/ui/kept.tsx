import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  EmptyState,
  Form,
  Hidden,
  HiddenInput,
  Page,
  Paragraph,
  Row,
  Small,
  Stack,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { KeptView } from '../wire.ts';
import type { loader } from './kept.server.ts';
import { nowText } from './reporter-now.ts';

export { action, loader } from './kept.server.ts';

/** The reports whose codes this device keeps, and how each stands. */
export default function KeptPage() {
  const t = useT();
  const href = useTownHref();
  const { canKeep, held, reports } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('kept.title')}
      lead={reports.length > 0 ? t('kept.lead') : undefined}
      back={{ href: href('/volgen'), text: t('reports.follow.title') }}
    >
      {reports.length === 0 ? (
        <EmptyState title={t('kept.none')}>
          {canKeep ? <Paragraph>{t('kept.how')}</Paragraph> : null}
        </EmptyState>
      ) : null}
      {reports.map((report) => (
        <Kept key={report.at} report={report} />
      ))}
      {held > reports.length ? (
        <Paragraph>{t('kept.gone', { count: held - reports.length })}</Paragraph>
      ) : null}
      <Row>
        <ButtonLink href={href('/volgen')}>{t('kept.other')}</ButtonLink>
        {held > 0 ? (
          <Form intent="forget-all">
            <Button look="subtle">{t('kept.forget-all')}</Button>
          </Form>
        ) : null}
      </Row>
      {held > 0 ? <Small>{t('kept.device')}</Small> : null}
    </Page>
  );
}

const TONES = { received: 'info', working: 'info', done: 'done' } as const;

function Kept({ report }: { readonly report: KeptView }) {
  const t = useT();
  const { what, when } = nowText(t, report);
  const number = String(report.number);
  return (
    <Card
      level={2}
      title={t('kept.report', { number })}
      aside={<Badge tone={TONES[report.progress]}>{t(`reporter.progress.${report.progress}`)}</Badge>}
    >
      <Stack>
        <Small>{t('kept.made', { date: formatDate(t, report.receivedAt) })}</Small>
        <Paragraph>{when === undefined ? what : `${what} ${when}`}</Paragraph>
        <Row>
          <Form intent="open">
            <HiddenInput name="at" value={String(report.at)} />
            <Button look="primary">
              {t('kept.open')}
              <Hidden> {t('kept.report', { number })}</Hidden>
            </Button>
          </Form>
          <Form intent="forget">
            <HiddenInput name="at" value={String(report.at)} />
            <Button look="subtle">
              {t('kept.forget')}
              <Hidden> {t('kept.report', { number })}</Hidden>
            </Button>
          </Form>
        </Row>
      </Stack>
    </Card>
  );
}
