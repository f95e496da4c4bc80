import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Card,
  FileInput,
  Form,
  HiddenInput,
  Link,
  Page,
  Small,
  SubmitButton,
  TextArea,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { loader } from './sheet-new.server.ts';
import './sheet.css';

export { action, loader } from './sheet-new.server.ts';

export const handle: PageHandle = { wide: true };

const KINDS = '.xlsx,.csv,.txt,text/csv,text/plain';

/** Brings a list in from elsewhere: cells that were copied, or a file. Nothing becomes a report yet. */
export default function SheetNewPage() {
  const t = useT();
  const href = useTownHref();
  const { key, limits } = useLoaderData<typeof loader>();
  const answer = useFormState();
  const facts = { rows: limits.rows, megabytes: limits.bytes / 1024 / 1024 };
  return (
    <Page
      title={t('sheets.new.title')}
      lead={t('sheets.new.lead')}
      back={{ href: href('/werk'), text: t('handovers.report.back') }}
      refused={(answer?.refusals.length ?? 0) > 0}
    >
      <Unfinished />
      <Form files values={{ key }} labels={{ cellen: t('sheets.new.cells'), bestand: t('sheets.new.file') }}>
        <HiddenInput name="key" value={key} />
        <div className="wijk-sheet-new">
          <TextArea
            optional
            name="cellen"
            rows={12}
            label={t('sheets.new.cells')}
            hint={t('sheets.new.cells-hint')}
          />
          <FileInput
            optional
            name="bestand"
            accept={KINDS}
            label={t('sheets.new.file')}
            hint={t('sheets.new.file-hint', facts)}
          />
        </div>
        <SubmitButton>{t('sheets.new.submit')}</SubmitButton>
        <Small>{t('sheets.new.kept')}</Small>
      </Form>
    </Page>
  );
}

/** What somebody brought before and did not finish. */
function Unfinished() {
  const t = useT();
  const href = useTownHref();
  const { lists } = useLoaderData<typeof loader>();
  if (lists.length === 0) return null;
  return (
    <Card title={t('sheets.own')}>
      <ul className="wijk-plain-list">
        {lists.map(({ id, madeAt, rows, made, destroyAfter }) => (
          <li key={id}>
            <Link href={href(`/werk/inlezen/${id}`)}>
              {t('sheets.own-line', { time: formatDateTime(t, madeAt), rows, made })}
            </Link>{' '}
            <Small>{t('sheets.own-until', { time: formatDateTime(t, destroyAfter) })}</Small>
          </li>
        ))}
      </ul>
    </Card>
  );
}
