import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import { Alert, Badge, Heading, Page, Paragraph, Stack, useT } from '../../kit/web/index.tsx';
import { PROMISES, type PromiseId } from '../promises-wire.ts';
import type { loader } from './promises.server.ts';
import './work.css';

export { loader } from './promises.server.ts';

export const handle: PageHandle = { wide: false };

/** What this program promises to those who work with it, how it holds that, and whether it held last night. */
export default function Promises() {
  const t = useT();
  const { night } = useLoaderData<typeof loader>();
  return (
    <Page title={t('promises.title')} lead={t('promises.lead')}>
      <Night />
      {PROMISES.map(({ id, invariants }) => (
        <Promised
          key={id}
          id={id}
          state={
            invariants.length === 0 || !night ? undefined : night.broken.includes(id) ? 'broken' : 'held'
          }
        />
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

function Promised({ id, state }: { readonly id: PromiseId; readonly state: 'held' | 'broken' | undefined }) {
  const t = useT();
  return (
    <section aria-labelledby={id}>
      <Stack>
        <Heading level={2} id={id}>
          {t(`promises.${id}.what`)}
        </Heading>
        <Paragraph>{t(`promises.${id}.how`)}</Paragraph>
        {state ? (
          <div>
            <Badge tone={state === 'held' ? 'done' : 'late'}>{t(`promises.${state}`)}</Badge>
          </div>
        ) : null}
      </Stack>
    </section>
  );
}
