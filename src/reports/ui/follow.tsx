import { useLoaderData, type HeadersArgs } from 'react-router';
import {
  Form,
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
  const { isOpen } = useLoaderData<typeof loader>();
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
        </div>
        <SubmitButton>{t('reports.follow.open')}</SubmitButton>
      </Form>
      {isOpen ? (
        <Paragraph>
          <Link href={href('/volgen/melding')}>{t('reports.follow.still-open')}</Link>
        </Paragraph>
      ) : null}
      <div className="wijk-stack wijk-stack--small">
        <Paragraph>{t('reports.follow.lost')}</Paragraph>
        <Paragraph>
          <Link href={href('/melden')}>{t('reports.follow.report')}</Link>
        </Paragraph>
      </div>
    </Page>
  );
}
