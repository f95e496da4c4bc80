import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  Card,
  DataList,
  Details,
  Form,
  Page,
  Paragraph,
  SubmitButton,
  TextArea,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { Findings } from './findings.tsx';
import { DoneMessage } from './notices.tsx';
import { RulesTable } from './rules-table.tsx';
import type { loader } from './guest-set.server.ts';
import './tables.css';

export { action, loader } from './guest-set.server.ts';

export const handle: PageHandle = { wide: true };

const WORDS_MAX = 2000;

/** One proposal of another municipality: read it whole, approve it or send it back. Nothing else of that municipality shows. */
export default function GuestSetPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('tables.guest.set', { town: view.homeName, number: String(view.number) })}
      back={{ href: href('/beslistabellen/uitnodiging'), text: t('tables.guest.title') }}
      refused={useFormState() !== undefined}
    >
      <DoneMessage done={done} />
      <DataList
        items={[
          { key: t('tables.note'), value: view.note },
          { key: t('tables.column-author'), value: view.authorName },
          {
            key: t('tables.guest.proposed'),
            value: view.proposedAt ? formatDateTime(t, view.proposedAt) : undefined,
          },
          { key: t('tables.guest.open-until'), value: formatDateTime(t, view.expiresAt) },
        ]}
      />
      <Findings
        which={view.number}
        refusals={view.refusals}
        combinations={view.combinations}
        linked={false}
      />
      {view.tables.map((table) => (
        <Details
          key={table.step}
          open={table.changed.length > 0}
          summary={t('tables.guest.table', {
            step: t(`tables.step.${table.step}`),
            count: table.changed.length,
          })}
        >
          <RulesTable view={table} />
        </Details>
      ))}
      <div className="wijk-cards">
        <Card title={t('tables.approve.title')}>
          <Form intent="approve">
            <Paragraph>{t('tables.guest.approve-text')}</Paragraph>
            <TextArea
              name="words"
              rows={2}
              optional
              maxLength={WORDS_MAX}
              label={t('tables.approve.words')}
            />
            <SubmitButton>{t('tables.approve.submit')}</SubmitButton>
          </Form>
        </Card>
        <Card title={t('tables.send-back.submit')}>
          <Form intent="send-back" labels={{ words: t('tables.reason') }}>
            <TextArea name="words" rows={2} maxLength={WORDS_MAX} label={t('tables.reason')} />
            <Button>{t('tables.send-back.submit')}</Button>
          </Form>
        </Card>
      </div>
    </Page>
  );
}
