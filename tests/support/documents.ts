import { deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';

type Options = ConstructorParameters<typeof PDFDocument>[0];

/** A plain letter; the same text gives the same bytes. */
export async function aPdf(
  text: string,
  {
    draw = () => {},
    options = {},
  }: { draw?: (pdf: InstanceType<typeof PDFDocument>) => void; options?: Options } = {},
): Promise<Buffer> {
  const made = new PDFDocument({ ...options, info: { CreationDate: new Date(0) } });
  const pieces: Buffer[] = [];
  made.on('data', (piece: Buffer) => pieces.push(piece));
  const { promise, resolve } = Promise.withResolvers<void>();
  made.on('end', () => resolve());
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
