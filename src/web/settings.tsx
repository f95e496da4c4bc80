import type { PageHandle } from '../kit/web/context.ts';
import { Cards, LinkCard, Page, usePage, useT } from '../kit/web/index.tsx';

export { loader } from './settings.server.ts';

export const handle: PageHandle = { wide: true };

/** All that can be set up, with a sentence on what it is for. */
export default function Settings() {
  const t = useT();
  const { settings = [] } = usePage().frame;
  return (
    <Page title={t('web.settings.title')} lead={t('web.settings.lead')}>
      <Cards>
        {settings.map(({ href, icon, text, about }) => (
          <LinkCard key={href} href={href} icon={icon} title={t(text)} text={t(about)} />
        ))}
      </Cards>
    </Page>
  );
}
