import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  DataList,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  Row,
  Timeline,
  useFormState,
  useT,
  useTownHref,
  Words,
} from '../../kit/web/index.tsx';
import type { IncidentView } from '../wire.ts';
import { FinishForm } from './finish-form.tsx';
import type { loader } from './incident.server.ts';
import { stateText } from './safe-work.tsx';

export { action, loader } from './incident.server.ts';

/** What happened to somebody at work, and how it goes since: for that person and for who asks. */
export default function IncidentPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done, now } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={view.isOwn ? t('safe-work.own-title') : t('safe-work.care-title', { name: view.employeeName })}
      back={{ href: href('/veilig-werken'), text: t('safe-work.title') }}
      aside={
        <Badge tone={view.isOpen ? 'attention' : 'done'}>
          {t(view.isOpen ? 'safe-work.open' : 'safe-work.closed')}
        </Badge>
      }
      refused={refused}
    >
      {done && !refused ? (
        <Alert
          kind="ok"
          role="status"
          title={t(done === 'gemeld' ? 'safe-work.told' : 'safe-work.changed')}
        />
      ) : null}
      <Card title={t('safe-work.care-state')} tone={view.isOpen ? 'attention' : 'plain'}>
        <Paragraph>{stateText(t, view)}</Paragraph>
        {view.wish ? <Paragraph>{t(`safe-work.wish.${view.wish}`)}</Paragraph> : null}
        <Agreed view={view} />
        {view.isOwn ? <WishForms view={view} /> : null}
      </Card>
      <Happened view={view} />
      {view.mayFinish ? <FinishForm name={view.employeeName} now={now} /> : null}
      <Card title={t('safe-work.steps')}>
        <Timeline
          items={view.steps.map(({ kind, at, name }) => ({
            key: `${kind} ${at.toISOString()}`,
            title: t(`safe-work.step.${kind}`, { name }),
            time: formatDateTime(t, at),
            at,
          }))}
        />
        <Paragraph>{t('safe-work.kept')}</Paragraph>
      </Card>
    </Page>
  );
}

/** What was agreed, of every time that it was spoken about. */
function Agreed({ view: { agreed, agreedWords } }: { readonly view: IncidentView }) {
  const t = useT();
  return (
    <>
      {agreed.length > 0 ? (
        <ul className="utrecht-unordered-list">
          {agreed.map((each) => (
            <li key={each}>{t(`safe-work.agreed.${each}`)}</li>
          ))}
        </ul>
      ) : null}
      {agreedWords.map(({ at, body }) => (
        <Words key={at.toISOString()}>{body}</Words>
      ))}
    </>
  );
}

/** What I want. After the end only 'I want to talk' is left, and opens it again. */
function WishForms({ view: { isOpen, wish } }: { readonly view: IncidentView }) {
  const t = useT();
  const wishes = isOpen
    ? (['talk', 'not-needed'] as const).filter((each) => each !== wish)
    : (['talk'] as const);
  return (
    <Row>
      {wishes.map((each) => (
        <Form key={each} intent="wish">
          <HiddenInput name="wish" value={each} />
          <Button look={each === 'talk' ? 'primary' : 'secondary'}>
            {t(isOpen ? `safe-work.want.${each}` : 'safe-work.want.again')}
          </Button>
        </Form>
      ))}
    </Row>
  );
}

function Happened({ view }: { readonly view: IncidentView }) {
  const t = useT();
  const href = useTownHref();
  const { kinds, happenedAt, police, reportNumber, story } = view;
  return (
    <Card title={t('safe-work.happened')}>
      <DataList
        items={[
          { key: t('safe-work.kinds-short'), value: kinds.join(', ') },
          { key: t('safe-work.when'), value: formatDateTime(t, happenedAt) },
          {
            key: t('safe-work.police-short'),
            value: t(police ? 'safe-work.police.yes' : 'safe-work.police.no'),
          },
          {
            key: t('safe-work.report-short'),
            value:
              reportNumber === undefined ? null : (
                <Link href={href(`/werk/${reportNumber}`)}>{String(reportNumber)}</Link>
              ),
          },
        ]}
      />
      {story === undefined ? null : <Words>{story}</Words>}
    </Card>
  );
}
