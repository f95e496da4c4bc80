import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  ButtonLink,
  EmptyState,
  Page,
  Paragraph,
  PrintButton,
  PrintedHead,
  Row,
  Small,
  Table,
  TabLinks,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ExtractView, ListChoices, ListView } from '../wire.ts';
import { toneOf, useExtractColumns } from './extract-parts.tsx';
import { addressWith, SCOPES, type Asked } from './list-address.ts';
import { BulkBar, BulkMessage, useChooseColumn } from './list-bulk.tsx';
import { ListFilter } from './list-filter.tsx';
import { ListMap } from './list-map.tsx';
import { KeySheet } from './key-sheet.tsx';
import { KeepList, SavedLists } from './list-saved.tsx';
import type { loader } from './list.server.ts';
import './work.css';
import './list.css';

export { action, loader } from './list.server.ts';

export const handle: PageHandle = { wide: true, script: '/keys.js' };

/** All reports that somebody may see, in lists of the own work, the service, the organisation or the town. Extracts, no words. */
export default function ListPage() {
  const t = useT();
  const href = useTownHref();
  const { view, map, choices, asked, fresh, bulk, refusals } = useLoaderData<typeof loader>();
  const shown = view ?? map;
  const isRefused = refusals.length > 0 || (useFormState()?.refusals.length ?? 0) > 0;
  return (
    <Page
      title={t('list.title')}
      back={{ href: href('/werk'), text: t('list.back') }}
      refused={isRefused}
      aside={<PrintButton />}
    >
      {shown ? <PrintedHead at={shown.now} /> : null}
      <BulkMessage result={bulk} />
      <Scopes scopes={choices.scopes} asked={asked} />
      <SavedLists saved={choices.saved} />
      <ListFilter choices={choices} asked={asked} refusals={refusals} />
      <Views asked={asked} />
      {map ? <ListMap view={map} asked={asked} /> : null}
      {view ? <Found view={view} asked={asked} choices={choices} fresh={fresh} /> : null}
      <KeepList saved={choices.saved} fresh={fresh} isSearch={Boolean(asked['zoek'] ?? asked['adres'])} />
      <ListKeys choices={choices} />
    </Page>
  );
}

function ListKeys({ choices: { mayHandle, scopes } }: Pick<FoundProps, 'choices'>) {
  const t = useT();
  const words = scopeWords(scopes);
  return (
    <KeySheet
      keys={[
        'next',
        'previous',
        ...(mayHandle ? (['choose', 'all', 'together'] as const) : []),
        'number',
        'filters',
        'back',
      ]}
      tabs={words.length < 2 ? [] : words.map((word) => t(`list.scope.${word}`))}
      live={false}
    />
  );
}

function scopeWords(scopes: ListChoices['scopes']): string[] {
  return Object.entries(SCOPES).flatMap(([word, scope]) => (scopes.includes(scope) ? [word] : []));
}

/** Another list keeps what was filled in, but for the service: each list has its own. */
function Scopes({ scopes, asked }: { readonly scopes: ListChoices['scopes']; readonly asked: Asked }) {
  const t = useT();
  const href = useTownHref();
  const words = scopeWords(scopes);
  if (words.length < 2) return null;
  const tabs = words.map((word) => ({
    href: href(addressWith(asked, { bereik: word, dienst: undefined, wie: undefined })),
    label: t(`list.scope.${word}`),
    current: (asked['bereik'] || 'mij') === word,
  }));
  return <TabLinks label={t('list.scopes')} tabs={tabs} />;
}

/** The same reports as a list or as a map. */
function Views({ asked }: { readonly asked: Asked }) {
  const t = useT();
  const href = useTownHref();
  const isMap = asked['beeld'] === 'kaart';
  const tabs = [
    {
      href: href(addressWith(asked, { beeld: undefined, kijk: undefined })),
      label: t('list.view.list'),
      current: !isMap,
    },
    { href: href(addressWith(asked, { beeld: 'kaart' })), label: t('list.view.map'), current: isMap },
  ];
  return <TabLinks label={t('list.view')} tabs={tabs} />;
}

interface FoundProps {
  readonly view: ListView;
  readonly asked: Asked;
  readonly choices: ListChoices;
  readonly fresh: string;
}

function Found({ view, asked, choices, fresh }: FoundProps) {
  const t = useT();
  const href = useTownHref();
  const { extracts, next, now, isCut } = view;
  const columns = useColumns(now);
  const choose = useChooseColumn();
  return (
    <section className="wijk-stack wijk-stack--small" aria-label={t('list.found')}>
      <Paragraph>
        <Counted view={view} /> <span className="wijk-small">{t(`list.order-said.${view.order}`)}</span>
      </Paragraph>
      {choices.mayHandle && extracts.length > 0 ? (
        <BulkBar choices={choices} shown={extracts} fresh={fresh} now={now} />
      ) : null}
      <Table
        caption={t('list.found')}
        captionHidden
        columns={choices.mayHandle ? [choose, ...columns] : columns}
        rows={extracts}
        rowKey={({ number }) => String(number)}
        rowTone={(extract) => (extract.status === 'closed' ? undefined : toneOf(extract))}
        empty={
          isCut ? null : (
            <EmptyState title={t('list.empty')}>
              <Paragraph>{t('list.empty-text')}</Paragraph>
            </EmptyState>
          )
        }
      />
      {isCut ? <Paragraph>{t('list.cut')}</Paragraph> : null}
      <Row>
        {asked['na'] ? (
          <ButtonLink look="subtle" href={href(addressWith(asked, {}))}>
            {t('list.first')}
          </ButtonLink>
        ) : null}
        {next ? (
          <ButtonLink href={href(addressWith(asked, { na: next }))}>
            {isCut ? t('list.go-on') : t('list.next')}
          </ButtonLink>
        ) : null}
      </Row>
      <div className="wijk-screen">
        <Small>{t('list.words-stay-shut')}</Small>
      </div>
    </section>
  );
}

function Counted({ view: { count, extracts } }: { readonly view: ListView }) {
  const t = useT();
  // where it may not be told how many there are, it is not told of the page either
  if (!count) return extracts.length > 0 ? null : <strong>{t('list.shown')}</strong>;
  const { found, isMore } = count;
  return <strong>{isMore ? t('list.count-more', { found }) : t('list.count', { count: found })}</strong>;
}

/** What somebody needs to choose, at the desk and on paper: what, where, how soon, who, what next and until when. */
function useColumns(now: Date) {
  const t = useT();
  const { name, place, urgency, owner, step, deadline } = useExtractColumns({ now, canOpen: true });
  const due = {
    ...deadline,
    cell: (extract: ExtractView) =>
      extract.closedAt ? (
        <time dateTime={extract.closedAt.toISOString()}>
          {t('list.closed-at', { moment: formatDateTime(t, extract.closedAt) })}
        </time>
      ) : (
        deadline.cell(extract)
      ),
  };
  const why = {
    ...step,
    cell: (extract: ExtractView) => (
      <span className="wijk-two-lines">
        {step.cell(extract)}
        {extract.offeredAs ? (
          <span className="wijk-small">
            {t(`handovers.offeredAs.${extract.offeredAs}`, { service: extract.offeredTo ?? '' })}
          </span>
        ) : null}
      </span>
    ),
  };
  return [name, place, urgency, owner, why, due];
}
