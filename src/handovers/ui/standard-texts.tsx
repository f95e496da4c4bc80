import { useLoaderData } from 'react-router';
import { LANGUAGES } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  ButtonLink,
  EmptyState,
  Heading,
  Link,
  Page,
  Stack,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import { TextPurpose } from '../model.ts';
import type { StandardTextsView } from '../wire.ts';
import type { loader } from './standard-texts.server.ts';
import { TextState } from './text-state.tsx';

export { loader } from './standard-texts.server.ts';

export const handle: PageHandle = { wide: true };

type Row = StandardTextsView['texts'][number];

/** Every text that can be chosen to write to reporters with, and those that were put away. */
export default function StandardTextsPage() {
  const t = useT();
  const href = useTownHref();
  const { texts } = useLoaderData<typeof loader>();
  return (
    <Page title={t('standard-texts.title')} lead={t('standard-texts.lead')}>
      <div>
        <ButtonLink look="primary" href={href('/standaardteksten/nieuw')}>
          {t('standard-texts.new')}
        </ButtonLink>
      </div>
      {TextPurpose.options.map((purpose) => (
        <Stack key={purpose} gap="small">
          <Heading level={2}>{t(`standard-texts.purpose.${purpose}`)}</Heading>
          <Texts purpose={purpose} rows={texts.filter((text) => text.purpose === purpose)} />
        </Stack>
      ))}
    </Page>
  );
}

function Texts({ purpose, rows }: { readonly purpose: Row['purpose']; readonly rows: readonly Row[] }) {
  const t = useT();
  const columns = useColumns().filter(({ key }) => purpose === 'close' || key !== 'outcome');
  return (
    <Table
      caption={t(`standard-texts.purpose.${purpose}`)}
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={({ ref }) => ref}
      empty={<EmptyState title={t('standard-texts.empty')} />}
    />
  );
}

function useColumns(): Column<Row>[] {
  const t = useT();
  const href = useTownHref();
  return [
    {
      key: 'name',
      header: t('standard-texts.name'),
      primary: true,
      cell: ({ ref, name }) => <Link href={href(`/standaardteksten/${ref}`)}>{name}</Link>,
    },
    {
      key: 'outcome',
      header: t('standard-texts.outcome'),
      cell: ({ outcome }) => (outcome === null ? '' : t(`handovers.outcome.${outcome}`)),
    },
    {
      key: 'natures',
      header: t('standard-texts.natures'),
      cell: ({ natures }) =>
        natures.map((nature) => t(`triage.nature.${nature}`)).join(', ') || t('standard-texts.all-natures'),
    },
    {
      key: 'languages',
      header: t('standard-texts.languages'),
      cell: ({ body }) =>
        LANGUAGES.filter((language) => body[language] !== undefined)
          .map((language) => t(`standard-texts.language.${language}`))
          .join(', '),
    },
    {
      key: 'source',
      header: t('standard-texts.source'),
      cell: ({ source }) => t(`standard-texts.source.${source}`),
    },
    {
      key: 'state',
      header: t('standard-texts.state'),
      cell: ({ active }) => <TextState active={active} />,
    },
  ];
}
