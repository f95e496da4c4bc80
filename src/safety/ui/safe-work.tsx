import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  ButtonLink,
  Card,
  Link,
  LinkCard,
  Page,
  Paragraph,
  Small,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { CareTask, OwnIncident } from '../wire.ts';
import { HelpNow } from './help-now.tsx';
import type { loader } from './safe-work.server.ts';
import { VisitCards } from './visit-cards.tsx';

export { action, loader } from './safe-work.server.ts';

export const handle: PageHandle = { script: '/safe-work.js', worker: true };

/** Safe work, in the order in which somebody needs it: help, visits, who is to be asked, telling, and what came of it. */
export default function SafeWorkPage() {
  const t = useT();
  const href = useTownHref();
  const { view, onlyHelp, isPlanned } = useLoaderData<typeof loader>();
  return (
    <Page title={t('safe-work.title')} lead={t('safe-work.lead')}>
      <div className="wijk-stack wijk-stack--large" data-safe-work={href('')}>
        {isPlanned ? <Alert kind="ok" role="status" title={t('safe-work.visit-planned')} /> : null}
        <HelpNow numbers={view.numbers} />
        <VisitCards visits={view.visits} />
        {onlyHelp ? <Paragraph>{t('safe-work.only-help')}</Paragraph> : null}
        <CareTasks tasks={view.care} />
        {view.mayPlan ? (
          <LinkCard
            icon="person"
            href={href('/veilig-werken/bezoek')}
            title={t('safe-work.visit')}
            text={t('safe-work.visit-text')}
          />
        ) : null}
        {onlyHelp ? null : (
          <LinkCard
            strong
            icon="talk"
            href={href('/veilig-werken/agressie')}
            title={t('safe-work.tell')}
            text={t('safe-work.tell-text')}
          />
        )}
        <Own incidents={view.own} />
        {onlyHelp ? (
          <Paragraph>
            <Link href={href('/veilig-werken')}>{t('safe-work.again')}</Link>
          </Paragraph>
        ) : null}
        <Paragraph>
          <Link href={href('/ronde')}>{t('safe-work.to-round')}</Link>
        </Paragraph>
      </div>
    </Page>
  );
}

/** Colleagues who are to be asked how it goes. Who it is stands behind the link. */
function CareTasks({ tasks }: { readonly tasks: readonly CareTask[] }) {
  const t = useT();
  const href = useTownHref();
  return tasks.map(({ id, deadline, isLate }) => (
    <Card
      key={id}
      tone={isLate ? 'late' : 'attention'}
      title={t('safe-work.care')}
      aside={isLate ? <Badge tone="late">{t('safe-work.late')}</Badge> : null}
    >
      <Paragraph>{t('safe-work.care-by', { moment: formatDateTime(t, deadline) })}</Paragraph>
      <ButtonLink look="primary" href={href(`/veilig-werken/agressie/${id}`)}>
        {t('safe-work.care-open')}
      </ButtonLink>
    </Card>
  ));
}

function Own({ incidents }: { readonly incidents: readonly OwnIncident[] }) {
  const t = useT();
  const href = useTownHref();
  if (incidents.length === 0) return null;
  return (
    <Card title={t('safe-work.own')}>
      <ul className="wijk-plain-list">
        {incidents.map((incident) => (
          <li key={incident.id}>
            <Link href={href(`/veilig-werken/agressie/${incident.id}`)}>
              {t('safe-work.own-at', { moment: formatDateTime(t, incident.toldAt) })}
            </Link>
            <Small>{stateText(t, incident)}</Small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who asks until when, or what came of it. */
export function stateText(
  t: T,
  { deadline, askerName, outcome, spokenAt }: Omit<OwnIncident, 'id' | 'toldAt' | 'isOpen'>,
): string {
  if (deadline) return t('safe-work.asks-by', { name: askerName, moment: formatDateTime(t, deadline) });
  return spokenAt && outcome
    ? t(`safe-work.outcome.${outcome}`, { name: askerName, moment: formatDateTime(t, spokenAt) })
    : '';
}
