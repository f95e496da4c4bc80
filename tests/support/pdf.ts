import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

interface Node {
  readonly role?: string;
  readonly alt?: string;
  readonly type?: string;
  readonly id?: string;
  readonly children?: readonly Node[];
}

interface ReadFile {
  readonly pages: readonly ReadPage[];
  readonly info: unknown;
  readonly lang: unknown;
}

interface ReadPage {
  readonly text: string;
  readonly roles: readonly string[];
  readonly alts: readonly string[];
  /** Drawn, and no part of what is read aloud. */
  readonly beside: string;
}

interface Item {
  readonly str?: string;
  readonly type?: string;
  readonly tag?: string;
}

/** Reads a PDF with another program than made it. */
export async function readPaper(bytes: Uint8Array): Promise<ReadFile> {
  const file = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const pages: ReadPage[] = [];
  for (let at = 1; at <= file.numPages; at++) {
    const page = await file.getPage(at);
    const content = await page.getTextContent({ includeMarkedContent: true });
    const tree = (await page.getStructTree()) as Node | null;
    pages.push({ ...textsOf(content.items), ...namesIn(tree) });
  }
  const { info } = await file.getMetadata();
  return { pages, info, lang: (info as Record<string, unknown>)['Language'] };
}

function textsOf(items: readonly Item[]): { text: string; beside: string } {
  const open: string[] = [];
  const texts = { text: '', beside: '' };
  for (const { str, type, tag } of items) {
    if (type === 'beginMarkedContent' || type === 'beginMarkedContentProps') open.push(tag ?? '');
    else if (type === 'endMarkedContent') open.pop();
    else texts[open.includes('Artifact') ? 'beside' : 'text'] += str ?? '';
  }
  return texts;
}

function namesIn(tree: Node | null): { roles: string[]; alts: string[] } {
  const nodes = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(nodes)];
  const all = tree ? nodes(tree) : [];
  return {
    roles: all.flatMap(({ role }) => (role ? [role] : [])),
    alts: all.flatMap(({ alt }) => (alt ? [alt] : [])),
  };
}
