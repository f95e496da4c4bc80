import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Link,
  Page,
  PrintButton,
  PrintedHead,
  Row,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';
import { AlsoHere } from './also-here.tsx';
import { DoneMessage } from './done.tsx';
import { KeySheet } from './key-sheet.tsx';
import { LiveLine } from './live-line.tsx';
import { ReportActions } from './report-actions.tsx';
import { Danger, Facts, Turn } from './report-facts.tsx';
import { ReportConversation, ReportStory } from './report-file.tsx';
import { ReportHistory } from './report-history.tsx';
import { ReportOutside } from './report-outside.tsx';
import { ReportParts, ReportWhole } from './report-parts.tsx';
import { ReportDocuments } from './report-documents.tsx';
import { ReportPhotos } from './report-photos.tsx';
import { ReportJoining } from './report-joining.tsx';
import { ReportInforming } from './report-informing.tsx';
import { ReportReferences } from './report-references.tsx';
import { WhyHere } from './report-why.tsx';
import type { loader } from './report.server.ts';
import './work.css';

export { ReportRefused as ErrorBoundary } from './report-refused.tsx';
export { action, loader } from './report.server.ts';

export const handle: PageHandle = { wide: true, live: true, script: '/keys.js' };

/** One report for who works on it: how it stands, what can be done, what was said, and how it came here. */
export default function ReportPage() {
  const t = useT();
  const href = useTownHref();
  const { view, further, fresh, done, hasMail } = useLoaderData<typeof loader>();
  const { extract } = view;
  const title = t(extract.isPart ? 'parts.page-title' : 'handovers.report.title', {
    number: String(extract.number),
    nature: t(`triage.nature.${extract.nature}`),
  });
  const back = { href: href('/werk'), text: t('handovers.report.back') };
  return (
    <Page
      title={title}
      back={back}
      refused={(useFormState()?.refusals.length ?? 0) > 0}
      aside={
        <Row>
          <SummaryLink view={view} />
          <PrintButton />
          <Status view={view} />
        </Row>
      }
    >
      <PrintedHead at={view.now} />
      <DoneMessage done={done} />
      <LiveLine now={view.now} shown={[extract]} only />
      <AlsoHere people={view.here} />
      <div className="wijk-report">
        <div className="wijk-report__head wijk-stack wijk-stack--medium">
          <Danger view={view} />
          <Turn view={view} />
        </div>
        <div className="wijk-report__side wijk-stack wijk-stack--medium">
          <div className="wijk-screen wijk-stack wijk-stack--medium">
            <ReportWhole view={view} />
            <ReportActions view={view} fresh={fresh} />
            <ReportParts view={view} fresh={fresh} />
            <ReportOutside view={view} fresh={fresh} hasMail={hasMail} />
            <ReportReferences view={view} />
            <Visit view={view} />
            <ReportJoining view={view} />
            <ReportInforming view={view} />
          </div>
          {extract.isPart ? null : <WhyHere view={view} />}
        </div>
        <div className="wijk-report__main wijk-stack wijk-stack--large">
          <ReportStory view={view} />
          <ReportPhotos view={view} />
          <ReportDocuments view={view} />
          <Facts view={view} further={further} />
          <ReportConversation view={view} />
          <ReportHistory history={view.history} />
        </div>
      </div>
      <ReportKeys view={view} />
    </Page>
  );
}

/** A visit is planned on the page of safe work: nothing of it stands on a report. Only for who has it in hand. */
function Visit({ view: { extract, commands } }: { readonly view: ReportView }) {
  const t = useT();
  const href = useTownHref();
  if (!commands.includes('note') || extract.status !== 'accepted') return null;
  return (
    <Link href={href(`/veilig-werken/bezoek?melding=${extract.number}`)}>{t('handovers.report.visit')}</Link>
  );
}

function ReportKeys({ view }: { readonly view: ReportView }) {
  const { commands, colleagues, informing, file } = view;
  const shown = commands.filter((command) => command !== 'give' || colleagues.length > 0);
  const keys = [
    ...(file ? (['photos'] as const) : []),
    ...(informing?.mayRecord ? (['inform'] as const) : []),
    'back',
  ] as const;
  return <KeySheet keys={keys} commands={shown} />;
}

/** For who has it in hand: the essentials, to be pasted elsewhere. */
function SummaryLink({ view: { extract, file } }: { readonly view: ReportView }) {
  const t = useT();
  const href = useTownHref();
  if (!file) return null;
  return <Link href={href(`/werk/${extract.number}/samenvatting`)}>{t('references.summary.link')}</Link>;
}

function Status({ view: { extract } }: { readonly view: ReportView }) {
  const t = useT();
  const { status, isLate } = extract;
  const tone = isLate ? 'late' : status === 'closed' ? 'done' : 'info';
  return <Badge tone={tone}>{t(`handovers.status.${status}`)}</Badge>;
}
