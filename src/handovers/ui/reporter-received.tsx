import { useLoaderData } from 'react-router';
import {
  ButtonLink,
  EmergencyBanner,
  Heading,
  Link,
  Page,
  Paragraph,
  Row,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ReporterView } from '../wire.ts';
import { DeskClosed } from './reporter-parts.tsx';
import { PhotosReceived } from './reporter-photo-parts.tsx';
import { nowText } from './reporter-now.ts';
import type { loader } from './reporter-received.server.ts';
import './reporter.css';

export { loader } from './reporter-received.server.ts';

/** The report is in: 112 first when somebody may be in danger, then the code, then what happens. */
export default function ReceivedPage() {
  const t = useT();
  const href = useTownHref();
  const { code, view, missedPhotos } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t(view.show112 ? 'reporter.received.title-112' : 'reporter.received.title')}
      lead={view.show112 ? undefined : t('reporter.received.lead')}
    >
      {view.show112 ? (
        <>
          <EmergencyBanner reported />
          <div className="wijk-stack wijk-stack--small">
            <Heading level={2}>{t('reporter.received.title')}</Heading>
            <Paragraph>{t('reporter.received.lead-112')}</Paragraph>
          </div>
        </>
      ) : null}
      <Code code={code} number={view.number} />
      <PhotosReceived received={view.photos.length} missed={missedPhotos} />
      <WhatHappens view={view} />
      <Row>
        <ButtonLink look="primary" href={href('/volgen/melding')}>
          {t('reporter.received.follow')}
        </ButtonLink>
        <Link href={href('/')}>{t('reporter.received.home')}</Link>
      </Row>
    </Page>
  );
}

function Code({ code, number }: { readonly code: string; readonly number: number }) {
  const t = useT();
  return (
    <section className="wijk-code" aria-labelledby="code">
      <Heading level={2} look={3} id="code">
        {t('reporter.received.code')}
      </Heading>
      <p className="wijk-code__letters" translate="no">
        {code}
      </p>
      <Paragraph>{t('reporter.received.keep')}</Paragraph>
      <Paragraph>{t('reporter.received.number', { number: String(number) })}</Paragraph>
    </section>
  );
}

function WhatHappens({ view }: { readonly view: ReporterView }) {
  const t = useT();
  const { what, when } = nowText(t, view);
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby="next">
      <Heading level={2} id="next">
        {t('reporter.received.next')}
      </Heading>
      <DeskClosed view={view} />
      {view.askGp ? <Paragraph>{t('triage.ask-gp.myself')}</Paragraph> : null}
      <ol className="wijk-steps">
        <li>{when === undefined ? what : `${what} ${when}`}</li>
        <li>{t('reporter.received.step-follow')}</li>
        <li>{t(view.aboutPerson ? 'reporter.received.step-person' : 'reporter.received.step-answer')}</li>
      </ol>
    </section>
  );
}
