import { describe, expect, it } from 'vitest';
import type { Finding } from './source.ts';
import { incompleteTexts, refusalsWithoutText, unknownTexts, unusedTexts } from './texts.ts';

const po = (language: string, texts: Record<string, string>) => ({
  path: `content/texts/reports.${language}.po`,
  text: Object.entries(texts)
    .map(([id, text]) => `msgid "${id}"\nmsgstr "${text}"\n`)
    .join('\n'),
});
const page = (text: string) => ({ path: 'src/reports/ui/form.tsx', text });
const wrong = (findings: Finding[]) => findings.map((finding) => finding.wrong);

describe('texts', () => {
  it('must have both languages', () => {
    const files = [
      po('nl', { 'form.title': 'Melden', 'form.send': 'Verstuur' }),
      po('en', { 'form.title': 'Report' }),
    ];
    expect(incompleteTexts(files)).toEqual([
      {
        path: 'content/texts/reports.nl.po',
        line: 4,
        wrong: "'form.send' has no text in en",
        cure: 'add it to the en file',
      },
    ]);
  });

  it('may not be empty and may not stand twice', () => {
    const twice = { path: 'content/texts/triage.nl.po', text: `msgid "form.title"\nmsgstr "Nog eens"\n` };
    const files = [po('nl', { 'form.title': '' }), po('en', { 'form.title': 'Report' }), twice];
    expect(wrong(incompleteTexts(files))).toEqual([
      "'form.title' is empty",
      "'form.title' stands twice in nl",
    ]);
  });

  it('must exist where they are shown', () => {
    const files = [
      po('nl', { 'form.title': 'Melden' }),
      po('en', { 'form.title': 'Report' }),
      page(
        `t('form.title');\nt(late ? 'form.late' : 'form.title');\ntexts.t('form.other');\nother('form.no');\n`,
      ),
    ];
    expect(unknownTexts(files).map((finding) => `${finding.line} ${finding.wrong}`)).toEqual([
      "2 shows 'form.late', which has no text in nl and en",
      "3 shows 'form.other', which has no text in nl and en",
    ]);
  });

  it('must be shown, by name, by a computed id, by the content or as a refusal', () => {
    const files = [
      po('nl', {
        'a.named': '1',
        'a.kind.seen': '2',
        'because.rule': '3',
        'refusal.closed': '4',
        'a.lost': '5',
      }),
      page("const ids = ['a.named'];\nt(`a.kind.${kind}`);\nt(`refusal.${code}`);\nrefuse('closed');\n"),
      { path: 'content/tables/step.dmn', text: '<text>"because.rule"</text>' },
    ];
    expect(wrong(unusedTexts(files))).toEqual(["'a.lost' is never shown"]);
  });

  it('must explain every refusal in both languages', () => {
    const files = [
      po('nl', { 'refusal.closed': 'Deze melding is al gesloten' }),
      page(`\nrefuse('closed');`),
    ];
    expect(refusalsWithoutText(files)).toEqual([
      {
        path: 'src/reports/ui/form.tsx',
        line: 2,
        wrong: "refuses by 'closed', which has no text in en",
        cure: "add 'refusal.closed' to content/texts",
      },
    ]);
  });
});
