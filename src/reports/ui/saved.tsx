import { formatDateTime } from '../../kit/time-text.ts';
import { Alert, Link, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import { useStep } from './form-questions.tsx';

/** The code under which the form was saved, and that nothing was sent. */
export function SavedMessage() {
  const t = useT();
  const href = useTownHref();
  const { saved } = useStep();
  if (!saved) return null;
  return (
    <Alert kind="ok" role="status" title={t('drafts.saved')}>
      <Paragraph>{t('drafts.code-is')}</Paragraph>
      <p className="wijk-code__letters" translate="no">
        {saved.code}
      </p>
      <Paragraph>{t('drafts.keep', { moment: formatDateTime(t, saved.until) })}</Paragraph>
      <Paragraph>
        <strong>{t('drafts.not-sent')}</strong>
      </Paragraph>
      <Paragraph>
        <Link href={href('/melden/verder')}>{t('drafts.later')}</Link>
      </Paragraph>
    </Alert>
  );
}
