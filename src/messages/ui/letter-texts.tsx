import { useLoaderData } from 'react-router';
import { formatShort } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  ButtonLink,
  Card,
  Link,
  Page,
  Paragraph,
  Stack,
  Table,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { LetterTextsView } from '../wire.ts';
import type { loader } from './letter-texts.server.ts';
import { letterPath } from './letter-names.ts';

export { loader } from './letter-texts.server.ts';

export const handle: PageHandle = { wide: true };

type Row = LetterTextsView['letters'][number];

/** What reporters are mailed, in whose words, and under which name. */
export default function LetterTextsPage() {
  const t = useT();
  const href = useTownHref();
  const { letters, sender } = useLoaderData<typeof loader>();
  return (
    <Page title={t('letter-texts.title')} lead={t('letter-texts.lead')}>
      <Table
        caption={t('letter-texts.title')}
        captionHidden
        columns={useColumns()}
        rows={letters}
        rowKey={({ kind, language }) => `${kind} ${language}`}
        empty={null}
      />
      <Card title={t('letter-texts.sender')}>
        <Stack gap="small">
          <Paragraph>{t('letter-texts.sender-now', { name: sender })}</Paragraph>
          <div>
            <ButtonLink href={href('/mailteksten/afzender')}>{t('letter-texts.sender-change')}</ButtonLink>
          </div>
        </Stack>
      </Card>
    </Page>
  );
}

function useColumns(): Column<Row>[] {
  const t = useT();
  const href = useTownHref();
  return [
    {
      key: 'kind',
      header: t('letter-texts.mail'),
      primary: true,
      cell: ({ kind, language }) => (
        <Link href={href(letterPath(kind, language))}>
          {t('letter-texts.name', {
            mail: t(`messages.kind.${kind}`),
            language: t(`letter-texts.language.${language}`),
          })}
        </Link>
      ),
    },
    {
      key: 'subject',
      header: t('letter-texts.subject'),
      cell: ({ subject, language }) => <span lang={language}>{subject}</span>,
    },
    {
      key: 'whose',
      header: t('letter-texts.whose'),
      cell: ({ isOwn }) =>
        isOwn ? <Badge tone="done">{t('letter-texts.own')}</Badge> : <Badge>{t('letter-texts.house')}</Badge>,
    },
    {
      key: 'at',
      header: t('letter-texts.at'),
      cell: ({ at }) => (at === undefined ? '' : formatShort(t, at)),
    },
  ];
}
