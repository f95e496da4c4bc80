import { isRouteErrorResponse, useRouteError } from 'react-router';
import { ButtonLink, Page, Paragraph, Small, usePage, useT, useTownHref } from '../../kit/web/index.tsx';

/**
 * No such number, or not this person's: one page for both. Whoever was too late with an answer also comes here, so it
 * says what may have happened and where to go on.
 */
export function ReportRefused() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  return status === 404 ? <Gone /> : <Failed status={status} />;
}

function Gone() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page title={t('handovers.gone.title')}>
      <Paragraph>{t('handovers.gone.text')}</Paragraph>
      <div>
        <ButtonLink href={href('/werk')}>{t('handovers.gone.work')}</ButtonLink>
      </div>
    </Page>
  );
}

const KNOWN = [400, 403, 413];

function Failed({ status }: { readonly status: number }) {
  const { t, requestId } = usePage();
  const href = useTownHref();
  const known = KNOWN.includes(status) ? status : 500;
  return (
    <Page title={t(`web.error.${known}.title`)}>
      <Paragraph>{t(`web.error.${known}.text`)}</Paragraph>
      <div>
        <ButtonLink href={href('/werk')}>{t('handovers.gone.work')}</ButtonLink>
      </div>
      {known === 500 ? <Small>{t('web.error.reference', { id: requestId })}</Small> : null}
    </Page>
  );
}
