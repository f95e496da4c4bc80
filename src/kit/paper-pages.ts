import { readFile } from 'node:fs/promises';
import PDFDocument from 'pdfkit';
import type { Paper, PaperBlock } from './paper.ts';

type Doc = PDFDocument;
type Element = ReturnType<Doc['struct']>;

const MARGIN_PT = 57;
const FOOT_PT = 34;
const NAME_COLUMN_PT = 130;
const PICTURE_PT = 300;
const SIZE_PT = { title: 20, heading: 13, text: 10.5, small: 9 };
const GAP_PT = { block: 6, heading: 14, row: 3 };
const INK = { text: '#1c1f22', muted: '#4c555d', line: '#c3c9ce' };

const file = (address: string) => readFile(new URL(address));
const fontFiles = Promise.all([
  file(import.meta.resolve('@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf')),
  file(import.meta.resolve('@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf')),
]);

/**
 * A4 pages as PDF/UA-1 (ISO 14289-1): with headings, tables and alternative texts that a screen reader follows, and the fonts in
 * it. A sign that the font lacks is printed as an empty box. Nothing of what it is made of is kept.
 */
export async function pagesOf(paper: Paper): Promise<Buffer> {
  const [regular, bold] = await fontFiles;
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN_PT, left: MARGIN_PT, right: MARGIN_PT, bottom: MARGIN_PT + FOOT_PT },
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    displayTitle: true,
    lang: paper.language,
    bufferPages: true,
    font: '',
    info: { Title: paper.title, CreationDate: paper.madeAt, ModDate: paper.madeAt },
  });
  doc.registerFont('regular', regular).registerFont('bold', bold);
  const written = collect(doc);
  const title = heading(doc, 'H1', paper.title);
  doc.addStructure(
    doc.struct('Document', {}, [title, ...paper.blocks.map((block) => elementOf(doc, block))]),
  );
  footEachPage(doc, paper);
  doc.end();
  return written;
}

function collect(doc: Doc): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
}

function elementOf(doc: Doc, block: PaperBlock): Element {
  switch (block.kind) {
    case 'heading':
      return heading(doc, 'H2', block.text);
    case 'text':
      return paragraph(doc, 'P', { text: block.text, font: 'regular', size: SIZE_PT.text });
    case 'facts':
      return doc.struct(
        'Table',
        {},
        block.facts.map(([name, value]) => factIn(doc, name, value)),
      );
    case 'moment':
      return momentIn(doc, block.text, block.below);
    case 'picture':
      return pictureIn(doc, block.jpeg, block.text);
  }
}

interface Style {
  readonly text: string;
  readonly font: 'regular' | 'bold';
  readonly size: number;
  readonly color?: string;
  /** Points from the left margin, and how wide. */
  readonly x?: number;
  readonly width?: number;
}

/** What cannot be printed goes; line ends stay. */
const printable = (text: string) => text.replaceAll(/[^\P{Cc}\n]/gu, ' ').normalize('NFC');

function set(doc: Doc, { font, size, color = INK.text }: Style): Doc {
  return doc.font(font).fontSize(size).fillColor(color);
}

/** Writes from where the pen is, and goes on on a next page where it must. */
function pen(doc: Doc, style: Style): void {
  const { left } = doc.page.margins;
  set(doc, style).text(printable(style.text), left + (style.x ?? 0), doc.y, {
    width: style.width ?? widthOf(doc) - (style.x ?? 0),
    lineGap: 1.5,
  });
}

function heightOf(doc: Doc, style: Style): number {
  return set(doc, style).heightOfString(printable(style.text), {
    width: style.width ?? widthOf(doc),
    lineGap: 1.5,
  });
}

const widthOf = ({ page }: Doc) => page.width - page.margins.left - page.margins.right;
const bottomOf = ({ page }: Doc) => page.height - page.margins.bottom;

/** A new page when what comes does not fit on this one and does on the next. */
function keepTogether(doc: Doc, heightPt: number): void {
  if (doc.y + heightPt > bottomOf(doc) && doc.y > doc.page.margins.top) doc.addPage();
}

/** Draws what a screen reader meets as one element; when it runs on to a next page it stays one. */
function marked(doc: Doc, tag: string, draw: () => void, about: { readonly alt?: string } = {}) {
  const content = doc.markStructureContent(tag);
  draw();
  doc.endMarkedContent();
  return doc.struct(tag, about, [content]);
}

function paragraph(doc: Doc, tag: string, style: Style) {
  const element = marked(doc, tag, () => pen(doc, style));
  doc.y += GAP_PT.block;
  return element;
}

function heading(doc: Doc, tag: 'H1' | 'H2', text: string) {
  const style: Style = { text, font: 'bold', size: tag === 'H1' ? SIZE_PT.title : SIZE_PT.heading };
  keepTogether(doc, GAP_PT.heading + heightOf(doc, style) + 3 * SIZE_PT.text);
  if (tag === 'H2') doc.y += GAP_PT.heading;
  return paragraph(doc, tag, style);
}

function factIn(doc: Doc, name: string, value: string) {
  const left: Style = {
    text: name,
    font: 'regular',
    size: SIZE_PT.text,
    color: INK.muted,
    width: NAME_COLUMN_PT,
  };
  const x = NAME_COLUMN_PT + GAP_PT.block;
  const right: Style = { text: value, font: 'bold', size: SIZE_PT.text, x, width: widthOf(doc) - x };
  keepTogether(doc, Math.max(heightOf(doc, left), heightOf(doc, right)));
  const top = doc.y;
  const head = marked(doc, 'TH', () => pen(doc, left));
  const under = doc.y;
  doc.y = top;
  const cell = marked(doc, 'TD', () => pen(doc, right));
  doc.y = Math.max(under, doc.y) + GAP_PT.row;
  return doc.struct('TR', {}, [head, cell]);
}

function momentIn(doc: Doc, text: string, below: string) {
  const first: Style = { text, font: 'regular', size: SIZE_PT.text };
  const second: Style = { text: below, font: 'regular', size: SIZE_PT.small, color: INK.muted };
  keepTogether(doc, heightOf(doc, first) + heightOf(doc, second));
  return doc.struct('Div', {}, [marked(doc, 'P', () => pen(doc, first)), paragraph(doc, 'P', second)]);
}

function pictureIn(doc: Doc, jpeg: Uint8Array, text: string) {
  const below: Style = { text, font: 'regular', size: SIZE_PT.small, color: INK.muted };
  const picture = doc.openImage(Buffer.from(jpeg));
  const scale = Math.min(PICTURE_PT / picture.width, PICTURE_PT / picture.height, 1);
  const size = { width: picture.width * scale, height: picture.height * scale };
  keepTogether(doc, size.height + heightOf(doc, below));
  const { left } = doc.page.margins;
  const from = doc.y;
  const figure = marked(doc, 'Figure', () => doc.image(picture, left, from, size), { alt: text });
  doc.y = from + size.height + GAP_PT.row;
  return doc.struct('Div', {}, [figure, paragraph(doc, 'P', below)]);
}

/** From where, by whom and which page: beside what is read, so no part of it. */
function footEachPage(doc: Doc, { foot, pageOf }: Paper): void {
  const { count } = doc.bufferedPageRange();
  for (let at = 0; at < count; at++) {
    doc.switchToPage(at);
    const { left, bottom } = doc.page.margins;
    const y = doc.page.height - bottom + GAP_PT.heading;
    // under the margin nothing is broken off to a next page
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc
      .moveTo(left, y - GAP_PT.block)
      .lineTo(left + widthOf(doc), y - GAP_PT.block)
      .lineWidth(0.5)
      .stroke(INK.line);
    const numbered = pageOf.replace('{page}', String(at + 1)).replace('{pages}', String(count));
    const style: Style = { text: foot, font: 'regular', size: SIZE_PT.small, color: INK.muted };
    set(doc, style).text(printable(foot), left, y, { width: widthOf(doc) - 80 });
    doc.text(numbered, left, y, { width: widthOf(doc), align: 'right' });
    doc.endMarkedContent();
    doc.page.margins.bottom = bottom;
  }
}
