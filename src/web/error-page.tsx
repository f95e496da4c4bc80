import { isRouteErrorResponse } from 'react-router';
import { ButtonLink, Page, Paragraph, Small, usePage } from '../kit/web/index.tsx';

const KNOWN = [400, 403, 404, 405, 413, 429] as const;
const SECONDS_PER_MINUTE = 60;

/** Every refusal of a page, in plain words; what broke inside is in the log under the number that stands here. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const { t, municipality, requestId, frame } = usePage();
  const status = statusOf(error);
  const isColleague = status === 403 && frame.person !== undefined;
  return (
    <Page title={t(`web.error.${status}.title`)}>
      <Paragraph>{t(isColleague ? 'web.error.403.text-signed-in' : `web.error.${status}.text`)}</Paragraph>
      <RetryAfter error={error} />
      <div>
        <ButtonLink href={municipality ? `/${municipality.slug}` : '/'}>{t('web.error.home')}</ButtonLink>
      </div>
      {status === 500 ? <Small>{t('web.error.reference', { id: requestId })}</Small> : null}
    </Page>
  );
}

function statusOf(error: unknown): (typeof KNOWN)[number] | 500 {
  if (!isRouteErrorResponse(error)) return 500;
  return KNOWN.find((status) => status === error.status) ?? (error.status < 500 ? 400 : 500);
}

function RetryAfter({ error }: { readonly error: unknown }) {
  const { t } = usePage();
  const data: unknown = isRouteErrorResponse(error) ? error.data : undefined;
  if (typeof data !== 'object' || data === null || !('retryAfterS' in data)) return null;
  return (
    <Paragraph>
      {t('web.error.429.minutes', {
        count: Math.max(1, Math.ceil(Number(data.retryAfterS) / SECONDS_PER_MINUTE)),
      })}
    </Paragraph>
  );
}
