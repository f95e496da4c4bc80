import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  ButtonLink,
  Card,
  EmergencyBanner,
  Page,
  Paragraph,
  Row,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { loader } from './call-ended.server.ts';
import { nowText } from './reporter-now.ts';
import './reporter.css';

export { loader } from './call-ended.server.ts';

export const handle: PageHandle = { wide: true };

/** The end of the call: what to read out, word for word what the reporter's own page says. */
export default function CallEndedPage() {
  const t = useT();
  const href = useTownHref();
  const { view, code, mayOpen } = useLoaderData<typeof loader>();
  const { what, when } = nowText(t, view);
  return (
    <Page
      title={t('desk.done', { number: String(view.number) })}
      lead={t('desk.read-out')}
      back={{ href: href('/werk'), text: t('handovers.report.back') }}
    >
      {view.show112 ? <EmergencyBanner reported /> : null}
      <Card title={t('desk.promise')}>
        <Paragraph>{when === undefined ? what : `${what} ${when}`}</Paragraph>
        {view.askGp ? <Paragraph>{t('triage.ask-gp.myself')}</Paragraph> : null}
      </Card>
      {code === undefined ? null : (
        <Card title={t('reporter.received.code')}>
          <p className="wijk-code__letters" translate="no">
            {code}
          </p>
          <Paragraph>{t('desk.code')}</Paragraph>
        </Card>
      )}
      <Row>
        <ButtonLink look="primary" href={href('/werk/nieuw')}>
          {t('desk.next')}
        </ButtonLink>
        {mayOpen ? <ButtonLink href={href(`/werk/${view.number}`)}>{t('desk.open')}</ButtonLink> : null}
      </Row>
    </Page>
  );
}
