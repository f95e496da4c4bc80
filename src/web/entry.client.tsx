import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { HydratedRouter } from 'react-router/dom';
import { PageProvider } from '../kit/web/use-page.tsx';
import { readPageData } from './page-data.tsx';

/** Only on pages that ask for scripts in their `handle`: takes over what the server rendered. */
hydrateRoot(
  document,
  <StrictMode>
    <PageProvider value={readPageData(document)}>
      <HydratedRouter />
    </PageProvider>
  </StrictMode>,
);
