import { formatDate, formatDateTime, formatTime } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Badge,
  Card,
  DataList,
  EmptyState,
  Heading,
  Paragraph,
  Table,
  useT,
  Words,
  type Column,
} from '../../kit/web/index.tsx';
import { placeLine, type ReadableExport, type Look } from '../wire.ts';

interface ViewProps {
  readonly view: ReadableExport;
}

/** Everything of one report on a page that can be printed: words, contact, what was ticked, what happened, who looked. */
export function ExportParts({ view, documentsHref }: ViewProps & { readonly documentsHref: string }) {
  return (
    <>
      <Facts view={view} />
      <Letters view={view} />
      <Documents view={view} href={documentsHref} />
      <Happened view={view} />
      <Looks looks={view.looks} />
    </>
  );
}

function Facts({ view }: ViewProps) {
  const t = useT();
  const { contact } = view;
  const details = [contact?.name, contact?.email, contact?.phone].filter(Boolean).join(', ');
  return (
    <Card title={t('rights.export.facts')}>
      <DataList
        items={[
          { key: t('rights.export.number'), value: String(view.number) },
          { key: t('rights.export.received'), value: formatDateTime(t, view.receivedAt) },
          {
            key: t('rights.export.status'),
            value: t(view.status === 'closed' ? 'rights.status.closed' : 'rights.status.open'),
          },
          { key: t('rights.export.about'), value: t(`rights.about.${view.about}`) },
          {
            key: t('rights.export.seen'),
            value: view.sights.map((each) => t(`handovers.sight.${each}`)).join('; '),
          },
          {
            key: t('rights.export.danger'),
            value: view.dangers.map((each) => t(`handovers.danger.${each}`)).join('; '),
          },
          ...view.further.map(({ question, answer }) => ({ key: question, value: answer })),
          ...view.references.map(({ serviceName, reference }) => ({
            key: t('references.held', { service: serviceName }),
            value: reference,
          })),
          { key: t('rights.export.place'), value: placeText(t, view) },
          {
            key: t('rights.export.contact'),
            value: contact?.removed ? t('rights.export.removed') : details || t('rights.export.no-contact'),
          },
        ]}
      />
    </Card>
  );
}

function placeText(t: T, { spot, ...names }: ReadableExport): string {
  const point = spot && t('rights.export.spot', { x: spot.point.xM.toFixed(0), y: spot.point.yM.toFixed(0) });
  const known = [placeLine(names, t) ?? spot?.label, point].filter(Boolean).join('; ');
  return known || t('rights.export.no-place');
}

function Letters({ view: { words } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('rights.export.words')}>
      {words.length === 0 ? <Paragraph>{t('rights.export.no-words')}</Paragraph> : null}
      <ol className="wijk-letters">
        {words.map(({ id, kind, at, byReporter, body, replacedAt }) => (
          <li key={id} className="wijk-letter">
            <p className="nl-paragraph wijk-letter__head">
              <strong>{t(`handovers.letter.${kind}`)}</strong>{' '}
              {t(byReporter ? 'rights.export.by-reporter' : 'rights.export.by-staff')}
              {' · '}
              <time dateTime={at.toISOString()}>{formatDateTime(t, at)}</time>{' '}
              {replacedAt ? (
                <Badge>{t('handovers.letter.replaced', { moment: formatDateTime(t, replacedAt) })}</Badge>
              ) : null}
            </p>
            <Words>{body}</Words>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Each by its name, to be saved; nothing where there are none. */
function Documents({ view: { documents }, href }: ViewProps & { readonly href: string }) {
  const t = useT();
  if (documents.length === 0) return null;
  return (
    <Card title={t('rights.export.documents')}>
      <ol className="wijk-plain-list">
        {documents.map(({ id, at, byReporter, name }, index) => (
          <li key={id}>
            <a className="nl-link" href={`${href}/${id}`} download>
              {t('rights.export.document-save', { number: String(index + 1) })}
            </a>{' '}
            {name} · {t(byReporter ? 'rights.export.by-reporter' : 'rights.export.by-staff')}
            {' · '}
            <time dateTime={at.toISOString()}>{formatDateTime(t, at)}</time>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Happened({ view: { happened } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('rights.export.happened')}>
      <ol className="wijk-plain-list">
        {happened.map(({ at, what }) => (
          <li key={`${at.getTime()} ${what}`}>
            <time dateTime={at.toISOString()}>{formatDateTime(t, at)}</time>: {t(`rights.happened.${what}`)}
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** 'Wie keek mee, en waarom': organisation, work and ground, never a name. */
function Looks({ looks }: { readonly looks: readonly Look[] }) {
  const t = useT();
  const columns: Column<Look & { readonly key: string }>[] = [
    {
      key: 'at',
      header: t('people.accesslog.at'),
      primary: true,
      cell: ({ at }) => (
        <time dateTime={at.toISOString()}>
          {t('kit.time.date-time', { date: formatDate(t, at), time: formatTime(t, at) })}
        </time>
      ),
    },
    { key: 'who', header: t('people.accesslog.who'), cell: (look) => <Who look={look} /> },
    {
      key: 'what',
      header: t('people.accesslog.action'),
      cell: ({ action, dataClasses }) =>
        [t(`people.action.${action}`), ...dataClasses.map((name) => t(`people.data-class.${name}`))].join(
          ' · ',
        ),
    },
    { key: 'ground', header: t('rights.export.why'), cell: ({ ground }) => ground },
  ];
  return (
    <section className="wijk-stack wijk-stack--small" aria-labelledby="looks">
      <Heading level={2} id="looks">
        {t('rights.export.looks')}
      </Heading>
      <Paragraph>{t('rights.export.looks-text')}</Paragraph>
      <Table
        caption={t('rights.export.looks')}
        captionHidden
        columns={columns}
        rows={looks.map((look, at) => ({ ...look, key: String(at) }))}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t('people.accesslog.empty-text')} />}
      />
    </section>
  );
}

function Who({ look: { actorKind, organisation, roles } }: { readonly look: Look }) {
  const t = useT();
  if (actorKind !== 'user') return t(`people.actor.${actorKind}`);
  if (organisation === undefined) return t('rights.export.partner');
  return [organisation, ...roles.map((role) => t(`people.role.${role}`))].join(' · ');
}
