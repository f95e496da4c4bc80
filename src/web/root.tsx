import { Links, Meta, Outlet, useMatches, useRouteError } from 'react-router';
import type { ReactNode } from 'react';
import type { PageHandle } from '../kit/web/context.ts';
import { usePage } from '../kit/web/index.tsx';
import { ErrorPage } from './error-page.tsx';
import { Shell } from './shell.tsx';
import regular from '@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff2?url';
import bold from '@fontsource/source-sans-3/files/source-sans-3-latin-700-normal.woff2?url';
import './styles/index.css';

export { middleware } from './root.server.ts';

/** Asked for at once: letters that come late are not used at all (see styles/fonts.css). */
const LETTERS = [regular, bold];

/** The document around every page. It ships no script but the small one that a page names in its `handle`. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const { language, municipality } = usePage();
  const handles = useMatches().map(({ handle }) => handle as PageHandle | undefined);
  const wide = handles.some((handle) => handle?.wide === true);
  return (
    <html lang={language} className={wide ? 'wijk-work' : undefined}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {LETTERS.map((href) => (
          <link key={href} rel="preload" href={href} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
        {municipality?.theme ? <link rel="stylesheet" href={`/${municipality.slug}/kleuren.css`} /> : null}
      </head>
      <body className="utrecht-document">
        <Shell wide={wide}>{children}</Shell>
        {handles.map((handle) =>
          handle?.script === undefined ? null : <script key={handle.script} src={handle.script} defer />,
        )}
        {handles.some((handle) => handle?.live === true) ? <script src="/live.js" defer /> : null}
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <ErrorPage error={useRouteError()} />;
}
