import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import { Alert, Badge, Heading, Page, Paragraph, Stack, useT } from '../../kit/web/index.tsx';
import type { PromisesView } from '../promises-wire.ts';
import type { loader } from './promises.server.ts';
import './work.css';

export { loader } from './promises.server.ts';

export const handle: PageHandle = { wide: false };

/** What this program promises to those who work with it, how it holds that, and whether it held last night. */
export default function Promises() {
  const t = useT();
  const { promises } = useLoaderData<typeof loader>();
  return (
    <Page title={t('promises.title')} lead={t('promises.lead')}>
      <Night />
      {promises.map((promise) => (
        <Promised key={promise.id} {...promise} />
      ))}
      <section aria-labelledby="limits">
        <Stack>
          <Heading level={2} id="limits">
            {t('promises.limits.title')}
          </Heading>
          <Paragraph>{t('promises.limits.power')}</Paragraph>
          <Paragraph>{t('promises.limits.people')}</Paragraph>
        </Stack>
      </section>
    </Page>
  );
}

function Night() {
  const t = useT();
  const { night } = useLoaderData<typeof loader>();
  if (!night) return <Alert kind="info">{t('promises.night.none')}</Alert>;
  const facts = { at: formatDateTime(t, night.endedAt), reports: night.reports, breaches: night.breaches };
  return night.breaches === 0 ? (
    <Alert kind="ok">{t('promises.night.held', facts)}</Alert>
  ) : (
    <Alert kind="error">{t('promises.night.broken', facts)}</Alert>
  );
}

function Promised({ id, held }: PromisesView['promises'][number]) {
  const t = useT();
  return (
    <section aria-labelledby={id}>
      <Stack>
        <Heading level={2} id={id}>
          {t(`promises.${id}.what`)}
        </Heading>
        <Paragraph>{t(`promises.${id}.how`)}</Paragraph>
        {held === undefined ? null : (
          <div>
            <Badge tone={held ? 'done' : 'late'}>{t(held ? 'promises.held' : 'promises.broken')}</Badge>
          </div>
        )}
      </Stack>
    </section>
  );
}
