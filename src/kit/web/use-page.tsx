import { createContext, useContext, type ReactNode } from 'react';
import type { PageFrame, PageMunicipality } from './context.ts';
import type { Language, T } from '../translate.ts';

/** What components may know of the request: words, place and frame; no database and no person's rights. */
export interface PageView {
  readonly t: T;
  readonly language: Language;
  readonly municipality: PageMunicipality | undefined;
  readonly frame: PageFrame;
  /** Path and query of this page, for the link that changes the language. */
  readonly path: string;
  readonly requestId: string;
}

const Page = createContext<PageView | undefined>(undefined);

export function PageProvider({
  value,
  children,
}: {
  readonly value: PageView;
  readonly children: ReactNode;
}) {
  return <Page.Provider value={value}>{children}</Page.Provider>;
}

export function usePage(): PageView {
  const page = useContext(Page);
  if (!page) throw new Error('expected a PageProvider around the component, found none');
  return page;
}

export function useT(): T {
  return usePage().t;
}

/** The address of a page of this municipality: `townHref('/melden')` is `/voorbeeldstad/melden`. */
export function useTownHref(): (path: string) => string {
  const { municipality } = usePage();
  return (path) => (municipality ? `/${municipality.slug}${path}` : path);
}
