import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadTexts } from '../kit/texts.ts';
import { buildDecisions, type DmnFile } from './decisions.ts';
import { LANGUAGES } from './shape.ts';
import { shippedFiles, withCell, withEdit, withoutRule } from './testing/shipped.ts';

const texts = loadTexts(fileURLToPath(new URL('../../content/texts', import.meta.url)), { strict: true });

async function explain(files: readonly DmnFile[], language: 'nl' | 'en'): Promise<string[]> {
  const outcome = await buildDecisions(files);
  const t = texts.translator(language);
  return outcome.ok ? [] : outcome.refusals.map(({ code, facts }) => t(`refusal.${code}`, facts));
}

describe('a refusal is explained', () => {
  it('with file, table, rule, reason and inputs', async () => {
    expect(await explain(withCell('aard-noise', 'i6', '"yess"'), 'nl')).toEqual([
      '2-aard.dmn, aard, regel 6 (aard-noise): de cel "yess" onder noise kan niet. Deze kolom kent die waarde niet.',
    ]);
    expect(await explain(withoutRule('hulp-money'), 'en')).toEqual([
      '3-hulp.dmn, hulp: there is no rule for 240 combinations, such as nature=money, danger=life, violence=yes, about=someone, distress=no, talked=unknown, agrees=unknown, publicOrder=no, staffProtection=no.',
    ]);
  });

  it('by law, table, rule and inputs', async () => {
    const [sentence] = await explain(withCell('hulp-money', 'o3', '"leads"'), 'en');
    expect(sentence).toMatch(
      /^Without an offence, danger, acute public order or care staff to protect, the police are never first .* 3-hulp\.dmn, hulp, rule 23 \(hulp-money\) breaks this for 11,520 kinds of reports, such as threatens=no, .*money=yes, publicOrder=no, staffProtection=no, pressing=unknown, talked=unknown, agrees=unknown, about=someone\.$/,
    );
  });

  it.each([
    shippedFiles().slice(1),
    [...shippedFiles(), ...shippedFiles()],
    withEdit('hulp', '</definitions>', ''),
    withEdit('hulp', 'hitPolicy="UNIQUE"', 'hitPolicy="PRIORITY"'),
    withEdit('hulp', 'name="askGp"', 'name="doctor"'),
    withEdit('hulp', '<annotation name="en" />', '<annotation name="de" />'),
    withEdit('aard', '<text>noise</text>', '<text>smell</text>'),
    withEdit('gevaar', '<text>"yes", "no", "unknown"</text>', '<text>"yes", "no"</text>'),
    withEdit('aard', '<rule id="aard-noise">', '<rule>'),
    withCell('hulp-money', 'i1', '"money", "loneliness"'),
    withCell('gevaar-threat', 'i1', '-'),
    withCell('gevaar-fire', 'o2', 'false'),
    withCell('hulp-distress', 'o1', '"mediation"'),
    withCell('hulp-distress-unsure', 'o4', 'false'),
    withCell('tempo-unsure-person', 'o1', '"normal"'),
  ])('with all that its text asks for, in both languages', async (...files) => {
    for (const language of LANGUAGES) {
      const sentences = await explain(files, language);
      expect(sentences.length).toBeGreaterThan(0);
      for (const sentence of sentences) expect(sentence).not.toMatch(/[{}]|undefined/);
    }
  });
});
