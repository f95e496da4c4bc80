import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  ButtonLink,
  Page,
  Paragraph,
  Row,
  Small,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { TableView } from '../wire.ts';
import { findingText, setPath, setTitle } from './labels.ts';
import { DoneMessage, Lost } from './notices.tsx';
import { RulesTable } from './rules-table.tsx';
import type { loader } from './table.server.ts';
import './tables.css';

export { action, loader } from './table.server.ts';

export const handle: PageHandle = { wide: true };

/** One table of a set: its rules in their order, and for who may change them the way to each. */
export default function TablePage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  const set = setTitle(t, view.which);
  return (
    <Page
      title={t(`tables.step.${view.step}`)}
      lead={t(`tables.question.${view.step}`)}
      back={{ href: href(setPath(view.which)), text: set }}
      refused={useFormState() !== undefined}
    >
      <DoneMessage done={done} />
      <Lost shown={[]} />
      <Wrong view={view} />
      <Small>
        {t(`tables.policy.${view.hitPolicy}`)} {t('tables.version', { version: view.version })}
      </Small>
      <Ways view={view} />
      <RulesTable view={view} />
      {view.rules.length > 5 ? <Ways view={view} /> : null}
    </Page>
  );
}

function Wrong({ view: { refusals } }: { readonly view: TableView }) {
  const t = useT();
  if (refusals.length === 0) return null;
  return (
    <Alert kind="error" title={t('tables.check.wrong', { count: refusals.length })}>
      {refusals.map((refusal) => (
        <Paragraph key={JSON.stringify(refusal)}>{findingText(t, refusal)}</Paragraph>
      ))}
    </Alert>
  );
}

function Ways({ view }: { readonly view: TableView }) {
  const t = useT();
  const href = useTownHref();
  const path = `${setPath(view.which)}/${view.step}`;
  return (
    <Row>
      {view.mayEdit ? (
        <ButtonLink look="primary" href={href(`${path}/nieuw`)}>
          {t('tables.new-rule')}
        </ButtonLink>
      ) : null}
      <ButtonLink href={href(`${path}/bestand`)}>{t('tables.download')}</ButtonLink>
    </Row>
  );
}
