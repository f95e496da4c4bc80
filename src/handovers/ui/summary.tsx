import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import { CopyText, Link, Page, Paragraph, Small, Stack, useT, useTownHref } from '../../kit/web/index.tsx';
import type { loader } from './summary.server.ts';

export { ReportRefused as ErrorBoundary } from './report-refused.tsx';
export { loader } from './summary.server.ts';

export const handle: PageHandle = { script: '/copy.js' };

/** The essentials of a report as plain text, to be pasted into the system in which somebody works. */
export default function SummaryPage() {
  const t = useT();
  const href = useTownHref();
  const { number, withWords, text } = useLoaderData<typeof loader>();
  const here = href(`/werk/${number}/samenvatting`);
  return (
    <Page
      title={t('references.summary.title', { number: String(number) })}
      lead={t('references.summary.lead')}
      back={{ href: href(`/werk/${number}`), text: t('references.summary.back') }}
    >
      <Stack>
        <CopyText label={t('references.summary.text')} text={text} />
        <Paragraph>
          <Link href={`${here}.pdf${withWords ? '?met=woorden' : ''}`}>
            {t(withWords ? 'references.paper.with-words' : 'references.paper.link')}
          </Link>
        </Paragraph>
        {withWords ? (
          <>
            <Small>{t('references.summary.words-logged')}</Small>
            <Paragraph>
              <Link href={here}>{t('references.summary.without-words')}</Link>
            </Paragraph>
          </>
        ) : (
          <>
            <Paragraph>
              <Link href={`${here}?met=woorden`}>{t('references.summary.with-words')}</Link>
            </Paragraph>
            <Small>{t('references.summary.words-text')}</Small>
          </>
        )}
      </Stack>
    </Page>
  );
}
