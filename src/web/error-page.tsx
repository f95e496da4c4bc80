import { isRouteErrorResponse } from 'react-router';
import { Alert, ButtonLink, EmergencyBanner, Page, Paragraph, Small, usePage } from '../kit/web/index.tsx';

const KNOWN = [400, 403, 404, 405, 413, 429, 503] as const;
const SECONDS_PER_MINUTE = 60;

/** Every refusal of a page, in plain words; what broke inside is in the log under the number that stands here. */
export function ErrorPage({ error }: { readonly error: unknown }) {
  const { t, municipality, requestId, frame } = usePage();
  const status = statusOf(error);
  const isColleague = status === 403 && frame.person !== undefined;
  return (
    <Page title={t(`web.error.${status}.title`)}>
      <Paragraph>{t(isColleague ? 'web.error.403.text-signed-in' : `web.error.${status}.text`)}</Paragraph>
      {status === 503 ? <Outage error={error} /> : null}
      <RetryAfter error={error} />
      <div>
        <ButtonLink href={municipality ? `/${municipality.slug}` : '/'}>{t('web.error.home')}</ButtonLink>
      </div>
      <Small>{t(status >= 500 ? 'web.error.reference' : 'web.error.request', { id: requestId })}</Small>
    </Page>
  );
}

function statusOf(error: unknown): (typeof KNOWN)[number] | 500 {
  if (!isRouteErrorResponse(error)) return 500;
  return KNOWN.find((status) => status === error.status) ?? (error.status < 500 ? 400 : 500);
}

/** Nothing here comes from the database, but what this process remembers of the municipality. */
function Outage({ error }: { readonly error: unknown }) {
  const { t, municipality } = usePage();
  const phone = municipality?.contact?.phone;
  return (
    <>
      {dataOf(error)?.posted === true ? (
        <Alert kind="warning" title={t('web.error.503.posted.title')}>
          {t('web.error.503.posted')}
        </Alert>
      ) : null}
      {phone === undefined ? null : <Paragraph>{t('web.error.503.phone', { phone })}</Paragraph>}
      <EmergencyBanner />
    </>
  );
}

function dataOf(error: unknown): { readonly posted?: unknown; readonly retryAfterS?: unknown } | undefined {
  const found: unknown = isRouteErrorResponse(error) ? error.data : undefined;
  return typeof found === 'object' && found !== null ? found : undefined;
}

function RetryAfter({ error }: { readonly error: unknown }) {
  const { t } = usePage();
  const retryAfterS = dataOf(error)?.retryAfterS;
  if (retryAfterS === undefined) return null;
  return (
    <Paragraph>
      {t('web.error.429.minutes', {
        count: Math.max(1, Math.ceil(Number(retryAfterS) / SECONDS_PER_MINUTE)),
      })}
    </Paragraph>
  );
}
