import { createTranslator, type Catalogue } from '../kit/translate.ts';
import { usePage, type PageView } from '../kit/web/use-page.tsx';

const ID = 'page-data';

interface PageData extends Omit<PageView, 't'> {
  readonly catalogue: Catalogue;
}

/** What the components of a page with scripts need in the browser: the view of the request and the words. */
export function PageData() {
  const { t, ...view } = usePage();
  const data: PageData = { ...view, catalogue: t.catalogue };
  // A '<' could end the element it stands in.
  const json = JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
  return (
    <script
      type="application/json"
      id={ID}
      suppressHydrationWarning
      dangerouslySetInnerHTML={{ __html: json }}
    />
  );
}

export function readPageData(document: Document): PageView {
  const text = document.getElementById(ID)?.textContent;
  if (!text) throw new Error(`expected the page's data in #${ID}, found none`);
  const { catalogue, ...view } = JSON.parse(text) as PageData;
  return { ...view, t: createTranslator({ language: view.language, catalogue, strict: false }) };
}
