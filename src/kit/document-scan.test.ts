import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aPdf, packedObjects, rawPdf, streamOf } from '../../tests/support/documents.ts';
import { faultIn } from './document-scan.ts';

const JAVASCRIPT = '<< /S /JavaScript /JS (app.alert(1)) >>';

describe('a document that does nothing', () => {
  it('is one as programs write it, with links, forms without scripts and pictures', async () => {
    const draw: Parameters<typeof aPdf>[1] = {
      draw: (pdf) => {
        pdf.link(10, 10, 100, 20, 'https://voorbeeld.nl/Launch/JavaScript');
        pdf.initForm();
        pdf.formText('naam', 10, 60, 100, 20);
        pdf.addPage().rect(10, 10, 50, 50).fill('red');
      },
    };
    expect(faultIn(await aPdf('Offerte', draw))).toBeUndefined();
    expect(faultIn(rawPdf())).toBeUndefined();
  });

  it('may begin at a page, have its objects packed and write of actions in its text', () => {
    expect(faultIn(rawPdf({ catalogue: '/OpenAction [3 0 R /Fit]' }))).toBeUndefined();
    expect(faultIn(rawPdf({ catalogue: '/OpenAction << /S /GoTo /D [3 0 R /Fit] >>' }))).toBeUndefined();
    expect(faultIn(rawPdf({ objects: [packedObjects('<< /Type /Font >>')] }))).toBeUndefined();
    const text = streamOf('', Buffer.from('BT (Over JavaScript en /Launch) Tj ET'));
    expect(faultIn(rawPdf({ objects: [text] }))).toBeUndefined();
  });
});

describe('a document that does something', () => {
  it.each<[string, Parameters<typeof rawPdf>[0]]>([
    ['runs a script when it opens', { catalogue: `/OpenAction ${JAVASCRIPT}` }],
    ['runs one when a page opens', { page: `/AA << /O ${JAVASCRIPT} >>` }],
    ['carries scripts by name', { catalogue: '/Names << /JavaScript << /Names [(a) 4 0 R] >> >>' }],
    ['has a script apart', { objects: ['<< /JS 5 0 R >>'] }],
    ['starts a program', { catalogue: '/OpenAction << /S /Launch /F (cmd.exe) >>' }],
    ['sends a form', { page: '/AA << /O << /S/SubmitForm /F (https://voorbeeld.nl) >> >>' }],
    ['takes data in', { catalogue: '/OpenAction <</S /ImportData /F (a.fdf)>>' }],
    ['opens another file', { catalogue: '/OpenAction << /S /GoToR /F (\\\\\\\\host\\\\a.pdf) >>' }],
    ['opens a file within', { catalogue: '/OpenAction << /S /GoToE /T << >> >>' }],
    ['plays film', { catalogue: '/OpenAction << /S /Rendition /OP 0 >>' }],
    ['holds film', { page: '/Annots [<< /Subtype /RichMedia /Rect [0 0 1 1] >>]' }],
    ['holds another file', { catalogue: '/Names << /EmbeddedFiles << /Names [] >> >>' }],
    ['has one pinned to a page', { page: '/Annots [<< /Subtype /FileAttachment /Rect [0 0 1 1] >>]' }],
    ['names one by its key alone', { objects: ['<< /F (a.exe) /EF << /F 5 0 R >> >>'] }],
    ['is a form of the other kind', { catalogue: '/AcroForm << /XFA [ (a) 4 0 R ] >>' }],
    ['links to a file on the device', { page: '/Annots [<< /A << /S /URI /URI (file:///etc/passwd) >> >>]' }],
    [
      'fetches its data from elsewhere',
      { objects: ['<< /F << /FS /URL /F (https://a.b) >> /FFilter /X >>'] },
    ],
  ])('is one that %s', (_what, raw) => {
    expect(faultIn(rawPdf(raw))).toBe('active');
  });

  it.each([
    ['with the codes of its letters', '<< /S /J#61vaScript /#4AS (x) >>'],
    ['with a remark in between', '<< /S % hier\n/JavaScript >>'],
    ['without a space', '<</S/JavaScript/JS(x)>>'],
    ['with its kind elsewhere', '<< /S 7 0 R >>'],
  ])('is known also %s', (_how, object) => {
    expect(faultIn(rawPdf({ objects: [object] }))).toBe('active');
    expect(faultIn(rawPdf({ objects: [packedObjects(object)] }))).toBe('active');
  });

  it('is known also where no object should stand: behind a remark that looks like a stream, or replaced later', () => {
    const hidden = `% stream\n9 0 obj ${JAVASCRIPT} endobj\n% endstream`;
    expect(faultIn(rawPdf({ objects: [`<< /A 1 >>\n${hidden}`] }))).toBe('active');
    const packed = packedObjects(JAVASCRIPT);
    expect(faultIn(Buffer.concat([rawPdf({ objects: [packed] }), rawPdf().subarray(9)]))).toBe('active');
  });

  it('is refused where objects are packed so that they cannot be seen', () => {
    const hex = Buffer.from(`9 0 ${JAVASCRIPT}`).toString('hex');
    const asHex = streamOf('/Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode', Buffer.from(`${hex}>`));
    expect(faultIn(rawPdf({ objects: [asHex] }))).toBe('unreadable');
    const unnamed = streamOf('/N 1 /First 4 /Filter /LZWDecode', Buffer.from([1, 2, 3]));
    expect(faultIn(rawPdf({ objects: [unnamed] }))).toBe('unreadable');
    const broken = deflateSync(Buffer.from(`9 0 ${JAVASCRIPT}`)).subarray(0, 12);
    const cut = streamOf('/Type /Obj#53tm /N 1 /First 4 /Filter /FlateDecode', broken);
    expect(faultIn(rawPdf({ objects: [cut] }))).toBe('unreadable');
  });
});

it('knows a document that is locked, by a password to open it or to change it', async () => {
  expect(faultIn(await aPdf('Geheim', { options: { userPassword: 'a' } }))).toBe('locked');
  expect(faultIn(await aPdf('Geheim', { options: { ownerPassword: 'a' } }))).toBe('locked');
  expect(faultIn(rawPdf({ trailer: '/Encrypt 4 0 R' }))).toBe('locked');
});

it('knows what is no document, and what was cut off', async () => {
  const whole = await aPdf('Brief');
  expect(faultIn(Buffer.from('<html>%PDF-1.7'))).toBe('type');
  expect(faultIn(Buffer.concat([Buffer.from('\n'), whole]))).toBe('type');
  expect(faultIn(Buffer.alloc(0))).toBe('type');
  expect(faultIn(whole.subarray(0, -200))).toBe('cut-off');
  expect(faultIn(Buffer.concat([whole, Buffer.alloc(4000)]))).toBe('cut-off');
});
