import { useLoaderData } from 'react-router';
import {
  Button,
  ButtonLink,
  Details,
  EmergencyBanner,
  Form,
  Heading,
  HiddenInput,
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
  const { canKeep, code, view, missedPhotos } = useLoaderData<typeof loader>();
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
      {canKeep ? <Keep code={code} /> : null}
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

/** On this device, by choice and after a warning: others may use it too. */
function Keep({ code }: { readonly code: string }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Details summary={t('kept.keep')}>
      <Form action={href('/volgen/meldingen')} intent="keep">
        <Paragraph>{t('kept.warning')}</Paragraph>
        <HiddenInput name="code" value={code} />
        <Button>{t('kept.keep')}</Button>
      </Form>
    </Details>
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
