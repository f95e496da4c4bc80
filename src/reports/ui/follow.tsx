import { useLoaderData, type HeadersArgs } from 'react-router';
import {
  Button,
  Card,
  Checkbox,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { loader } from './follow.server.ts';
import './report-form.css';

export { action, loader } from './follow.server.ts';

/** When to try again, after too many tries. */
export function headers({ actionHeaders }: HeadersArgs): Headers {
  return actionHeaders;
}

/** Where somebody gives the code of a report. */
export default function FollowPage() {
  const t = useT();
  const href = useTownHref();
  const { isOpen, canKeep, kept, demoCodes } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('reports.follow.title')}
      lead={t('reports.follow.lead')}
      back={{ href: href('/'), text: t('reports.form.back') }}
      refused={useFormState() !== undefined}
    >
      <Form>
        <div className="wijk-question">
          <TextInput
            name="code"
            label={t('reports.follow.code')}
            hint={t('reports.follow.hint')}
            maxLength={60}
            spellCheck={false}
          />
          {canKeep ? <Checkbox name="keep" label={t('kept.keep')} hint={t('kept.warning')} /> : null}
        </div>
        <SubmitButton>{t('reports.follow.open')}</SubmitButton>
      </Form>
      {kept > 0 ? (
        <Paragraph>
          <Link href={href('/volgen/meldingen')}>{t('kept.to-list', { count: kept })}</Link>
        </Paragraph>
      ) : null}
      {isOpen ? (
        <Paragraph>
          <Link href={href('/volgen/melding')}>{t('reports.follow.still-open')}</Link>
        </Paragraph>
      ) : null}
      {demoCodes.length > 0 ? <DemoCodes codes={demoCodes} /> : null}
      <div className="wijk-stack wijk-stack--small">
        <Paragraph>{t('reports.follow.lost')}</Paragraph>
        <Paragraph>
          <Link href={href('/melden')}>{t('reports.follow.report')}</Link>
        </Paragraph>
      </div>
    </Page>
  );
}

type Codes = Awaited<ReturnType<typeof loader>>['demoCodes'];

/** Reports of the demo town, one click each. The server gives this list on a loopback address only. */
function DemoCodes({ codes }: { readonly codes: Codes }) {
  const t = useT();
  return (
    <Card title={t('demo.codes.title')} tone="soft">
      <Paragraph>{t('demo.codes.text')}</Paragraph>
      <ul className="wijk-demo-codes">
        {codes.map(({ name, code }) => (
          <li key={code}>
            <Form intent={`demo-${name}`}>
              <HiddenInput name="code" value={code} />
              <Button>
                <span>{t(`demo.codes.${name}`)}</span> <span className="wijk-demo-codes__code">{code}</span>
              </Button>
            </Form>
          </li>
        ))}
      </ul>
    </Card>
  );
}
