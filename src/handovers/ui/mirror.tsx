import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import { Alert, Card, Cards, Link, Page, Small, useT, useTownHref } from '../../kit/web/index.tsx';
import { LevelBadge, sinceText } from './mirror-words.tsx';
import type { loader } from './mirror.server.ts';
import './mirror.css';

export { loader } from './mirror.server.ts';

export const handle: PageHandle = { wide: true };

/** The nine building blocks, with how far the municipality says it is with each check. No mark, no sum, no ranking. */
export default function MirrorPage() {
  const t = useT();
  const href = useTownHref();
  const { blocks } = useLoaderData<typeof loader>();
  return (
    <Page title={t('mirror.title')} lead={t('mirror.lead')}>
      <Alert kind="info">{t('mirror.wording')}</Alert>
      <Cards>
        {blocks.map(({ number, name, checks }) => (
          <Card
            key={number}
            title={<Link href={href(`/spiegel/${number}`)}>{t('mirror.block', { number, name })}</Link>}
          >
            <ul className="wijk-checks">
              {checks.map(({ id, label, now }) => (
                <li key={id}>
                  <span>
                    {label}
                    {now?.since === undefined ? null : (
                      <>
                        <br />
                        <Small>{sinceText(t, now)}</Small>
                      </>
                    )}
                  </span>
                  <LevelBadge level={now?.level} />
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </Cards>
    </Page>
  );
}
