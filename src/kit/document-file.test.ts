import { describe, expect, it } from 'vitest';
import { aPdf, packedObjects, rawPdf } from '../../tests/support/documents.ts';
import { readDocumentBytes } from './document-file.ts';
import { DOCUMENT_LIMITS, safeName } from './document.ts';

const codeOf = async (bytes: Buffer) => {
  const read = await readDocumentBytes(bytes, 'a.pdf');
  return read.ok ? read.value.pages : read.refusals[0]?.code;
};

describe('a document that comes in', () => {
  it('is kept byte for byte, with how many pages it has and the hash of its bytes', async () => {
    const bytes = await aPdf('Een', { draw: (pdf) => pdf.addPage().text('Twee') });
    const [first, again] = [
      await readDocumentBytes(bytes, 'offerte.pdf'),
      await readDocumentBytes(bytes, 'b'),
    ];
    if (!first.ok || !again.ok) throw new Error('expected a document');
    expect(first.value).toMatchObject({ name: 'offerte.pdf', pages: 2, bytes });
    expect(again.value.hash).toEqual(first.value.hash);
  });

  it('is refused with what is wrong: its size, its kind, its lock, what it does, its length', async () => {
    expect(await codeOf(Buffer.alloc(DOCUMENT_LIMITS.bytes + 1))).toBe('document-bytes');
    expect(await codeOf(Buffer.from('PK\u0003\u0004'))).toBe('document-type');
    expect(await codeOf(await aPdf('x', { options: { userPassword: 'a' } }))).toBe('document-locked');
    expect(await codeOf(rawPdf({ catalogue: '/OpenAction << /S /Launch >>' }))).toBe('document-active');
    const long = await aPdf('x', {
      draw: (pdf) => {
        for (let at = 0; at < DOCUMENT_LIMITS.pages; at += 1) pdf.addPage();
      },
    });
    expect(await codeOf(long)).toBe('document-pages');
  });

  it('is refused when its own reader cannot open each of its pages, whatever its ends look like', async () => {
    expect(await codeOf(Buffer.from('%PDF-1.7\nniets\nstartxref\n9\n%%EOF'))).toBe('document-unreadable');
    const lost = Buffer.from(rawPdf().toString('latin1').replace('/Kids [3 0 R]', '/Kids [9 0 R]'), 'latin1');
    expect(await codeOf(lost)).toBe('document-unreadable');
  });

  it('may pack more than there is memory for: that is refused, and the next is read', async () => {
    const bomb = rawPdf({ objects: [packedObjects(' '.repeat(64 * 1024 * 1024))] });
    expect(bomb.length).toBeLessThan(200_000);
    expect(await codeOf(bomb)).toBe('document-unreadable');
    expect(await codeOf(rawPdf())).toBe(1);
  });
});

describe('the name of a document', () => {
  it.each([
    ['offerte dak.pdf', 'offerte dak.pdf'],
    ['C:\\Users\\jan\\brief.pdf', 'brief.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['fdp\u202Eexe.pdf\u0000\n', 'fdpexe.pdf'],
    ['  a \t  b.pdf ', 'a b.pdf'],
    ['\uD800.pdf', '\uFFFD.pdf'],
    ['', ''],
    ['x'.repeat(200), 'x'.repeat(100)],
    ['😀'.repeat(150), '😀'.repeat(100)],
  ])('%j is kept as %j', (given, kept) => {
    expect(safeName(given)).toBe(kept);
  });
});
