import { describe, expect, it } from 'vitest';
import { readPaper } from '../../tests/support/pdf.ts';
import { aJpeg } from '../../tests/support/pictures.ts';
import { writePaper, type Paper, type PaperBlock } from './paper.ts';

const paper = (blocks: readonly PaperBlock[]): Paper => ({
  title: 'Melding 12, proefstad',
  language: 'nl',
  foot: 'proefstad · vertrouwelijk',
  pageOf: 'bladzijde {page} van {pages}',
  madeAt: new Date('2026-11-29T09:00:00Z'),
  blocks,
});

const read = async (blocks: readonly PaperBlock[]) => readPaper(await writePaper(paper(blocks)));

describe('a paper', () => {
  it('is read aloud in its order: title, facts by name, headings, words', async () => {
    const { pages, info, lang } = await read([
      {
        kind: 'facts',
        facts: [
          ['Aard', 'Lamp kapot'],
          ['Plek', 'Proefstraat 1'],
        ],
      },
      { kind: 'heading', text: 'Wat er gebeurde' },
      { kind: 'moment', text: 'Ontvangen.', below: '28 november' },
      { kind: 'text', text: 'Woorden van iemand.' },
    ]);
    expect(pages).toHaveLength(1);
    expect(pages[0]?.text).toBe(
      'Melding 12, proefstadAard Lamp kapotPlek Proefstraat 1Wat er gebeurdeOntvangen.28 novemberWoorden van iemand.',
    );
    expect(pages[0]?.roles).toEqual([
      'Root',
      'Document',
      'H1',
      'Table',
      'TR',
      'TH',
      'TD',
      'TR',
      'TH',
      'TD',
      'H2',
      'Div',
      'P',
      'P',
      'P',
    ]);
    expect(info).toMatchObject({ Title: 'Melding 12, proefstad' });
    expect(lang).toBe('nl');
  });

  it('says on each page from where it is and which page, beside what is read', async () => {
    const { pages } = await read([{ kind: 'text', text: 'Een lange brief. '.repeat(600) }]);
    expect(pages.length).toBeGreaterThan(2);
    for (const [at, { beside, text }] of pages.entries()) {
      expect(beside).toBe(`proefstad · vertrouwelijk bladzijde ${at + 1} van ${pages.length}`);
      expect(text).not.toContain('vertrouwelijk');
    }
  });

  it('loses no word between two pages, and keeps one paragraph one', async () => {
    const words = Array.from({ length: 2500 }, (_, at) => `woord${at}`);
    const { pages } = await read([{ kind: 'text', text: words.join(' ') }]);
    const found = pages
      .map(({ text }) => text)
      .join(' ')
      .match(/woord\d+/g);
    expect(found).toEqual(words);
  });

  it('prints names of many countries, and a box for a sign that it lacks', async () => {
    const text = 'Gülşen Özdoğan, Łukasz, Jānis, Νίκος, Олена, 😀';
    const { pages } = await read([{ kind: 'text', text }]);
    expect(pages[0]?.text).toContain('Gülşen Özdoğan, Łukasz, Jānis, Νίκος, Олена,');
  });

  it('prints no sign that steers a printer or a screen', async () => {
    const { pages } = await read([{ kind: 'text', text: 'voor\u0007\u001b[31mna' }]);
    expect(pages[0]?.text).toContain('voor [31mna');
  });

  it('gives each picture a text, on the page where it fits whole', async () => {
    const jpeg = await aJpeg(900, 900);
    const { pages } = await read(
      [1, 2, 3].map((nr) => ({ kind: 'picture' as const, jpeg, text: `Foto ${nr}: van de melder` })),
    );
    expect(pages.map(({ alts }) => alts)).toEqual([
      ['Foto 1: van de melder', 'Foto 2: van de melder'],
      ['Foto 3: van de melder'],
    ]);
  });

  it('puts a heading on the page of what it is above', async () => {
    const moments = Array.from({ length: 200 }, (_, at): PaperBlock[] => [
      { kind: 'heading', text: `Kop${at}` },
      { kind: 'moment', text: `Onder${at}.`, below: 'gisteren' },
    ]).flat();
    const { pages } = await read(moments);
    for (let at = 0; at < 200; at++) {
      const of = (word: string) =>
        pages.findIndex(({ text }) => new RegExp(`${word}${at}(?!\\d)`).test(text));
      expect(of('Kop')).toBe(of('Onder'));
    }
  });

  it('says what is wrong with a picture that is none', async () => {
    const jpeg = Buffer.from('geen plaatje');
    await expect(writePaper(paper([{ kind: 'picture', jpeg, text: 'Foto 1' }]))).rejects.toThrow(/image/i);
  });
});
