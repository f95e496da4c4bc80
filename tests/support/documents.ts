import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';

/** What these tests draw with; the package's own types are those of the pages that the house makes. */
interface Drawing {
  on(event: 'data', take: (piece: Buffer) => void): void;
  on(event: 'end', done: () => void): void;
  text(text: string): Drawing;
  link(x: number, y: number, width: number, height: number, to: string): Drawing;
  initForm(): Drawing;
  formText(name: string, x: number, y: number, width: number, height: number): Drawing;
  addPage(): Drawing;
  rect(x: number, y: number, width: number, height: number): Drawing;
  fill(colour: string): Drawing;
  end(): void;
}
const Maker = PDFDocument as unknown as new (options: object) => Drawing;

interface Letter {
  readonly draw?: (pdf: Drawing) => void;
  readonly options?: { readonly userPassword?: string; readonly ownerPassword?: string };
}

/** A plain letter; the same text gives the same bytes. */
export async function aPdf(text: string, { draw = () => {}, options = {} }: Letter = {}): Promise<Buffer> {
  const made = new Maker({ ...options, info: { CreationDate: new Date(0) } });
  const pieces: Buffer[] = [];
  made.on('data', (piece) => pieces.push(piece));
  const { promise, resolve } = Promise.withResolvers<undefined>();
  made.on('end', () => resolve(undefined));
  made.text(text);
  draw(made);
  made.end();
  await promise;
  return Buffer.concat(pieces);
}

interface Raw {
  /** Goes into the catalogue. */
  readonly catalogue?: string;
  /** Goes into the page. */
  readonly page?: string;
  readonly trailer?: string;
  /** Objects from 4 on, each as it stands between `obj` and `endobj`. */
  readonly objects?: readonly (string | Buffer)[];
}

/** A document of one empty page, written by hand, so that anything can stand in it. */
export function rawPdf({ catalogue = '', page = '', trailer = '', objects = [] }: Raw = {}): Buffer {
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${catalogue} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] ${page} >>`,
    ...objects,
  ];
  let written = Buffer.from('%PDF-1.7\n');
  const offsets: number[] = [];
  for (const [at, object] of all.entries()) {
    offsets.push(written.length);
    const body = typeof object === 'string' ? Buffer.from(object, 'latin1') : object;
    written = Buffer.concat([written, Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
  }
  const lines = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = all.length + 1;
  return Buffer.concat([
    written,
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${written.length}\n%%EOF\n`,
    ),
  ]);
}

/** A stream with these entries in its dictionary. */
export function streamOf(entries: string, content: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);
}

/** Objects packed into a stream, as most programs write them nowadays. */
export function packedObjects(text: string): Buffer {
  const head = '9 0 ';
  const packed = deflateSync(Buffer.from(head + text, 'latin1'));
  return streamOf(`/Type /ObjStm /N 1 /First ${head.length} /Filter /FlateDecode`, packed);
}
