import { describe, expect, it } from 'vitest';
import { contentFile } from '../kit/content.ts';
import { loadTexts } from '../kit/texts.ts';
import { LANGUAGES } from '../kit/translate.ts';
import { checkLetter, checkSender, senderIn } from './letter-rules.ts';
import { composeLetter, houseTemplate, type LetterValues } from './letter-words.ts';
import { htmlText, plainText } from './compose.ts';
import { ReporterKind, type LetterSender } from './model.ts';

const texts = loadTexts(contentFile('texts'), { strict: true });
const t = texts.translator('nl');
const NOBODY: LetterSender = { name: undefined, phone: undefined, hours: { nl: undefined, en: undefined } };
const VALUES: LetterValues = {
  number: 1234,
  town: 'Proefstad',
  moment: 'dinsdag 3 maart om 10.00 uur',
  code: 'ABCD-EFGH-JKMN-PQRS-0',
  href: 'https://stad.test/proefstad/volgen',
};

const GOOD = 'Melding {nummer} is er.\n\n{code}\n\nKijk hier: {link}';

function wrong(
  body: string,
  { kind = 'received', subject = 'Uw melding' }: Partial<{ kind: ReporterKind; subject: string }> = {},
) {
  const checked = checkLetter(kind, { subject, body });
  return checked.ok ? [] : checked.refusals.map(({ code, pointer }) => `${pointer} ${code}`);
}

const compose = (
  body: string,
  { sender = NOBODY, ...values }: Partial<LetterValues & { sender: LetterSender }> = {},
) => composeLetter({ template: { subject: 'Over {gemeente}', body }, sender, t }, { ...VALUES, ...values });

describe('a mail in the words of the municipality', () => {
  it('is taken as it is when all that has to stand in it does', () => {
    expect(wrong(GOOD)).toEqual([]);
  });

  it.each(ReporterKind.options)('of the kind %s may say what the house says, in both languages', (kind) => {
    for (const language of LANGUAGES) {
      const template = houseTemplate(kind, texts.translator(language));
      expect(checkLetter(kind, template)).toEqual({ ok: true, value: template });
    }
  });

  it('is refused without its number, its code or its link', () => {
    expect(wrong('Wij hebben uw melding.')).toEqual([
      'body letter-needs-nummer',
      'body letter-needs-code',
      'body letter-needs-link',
    ]);
    expect(wrong('Een vraag over {nummer}: {link}', { kind: 'question' })).toEqual([
      'body letter-needs-termijn',
    ]);
  });

  it('is refused where the link would be left out with a value that may not be there', () => {
    expect(wrong('Melding {nummer} is klaar.\n\nBel {telefoon} of kijk: {link}', { kind: 'closed' })).toEqual(
      ['body letter-needs-link'],
    );
  });

  it('is refused with a value that it has not, and with the code anywhere but in the first mail', () => {
    expect(wrong(`${GOOD}\n\nDag {naam}`)).toEqual(['body letter-variable']);
    expect(wrong('{nummer}\n\n{code}\n\n{link}', { kind: 'closed' })).toEqual(['body letter-variable']);
    expect(wrong(GOOD, { subject: 'Uw code: {code}' })).toEqual(['subject letter-variable']);
    expect(wrong(`${GOOD} en {nummer`)).toContain('body letter-brace');
  });

  it('is refused with the code inside a sentence: it could not be left out', () => {
    expect(wrong('{nummer}\n\nUw code is {code}\n\n{link}')).toEqual(['body letter-code-alone']);
  });

  it.each([
    'http://stad.nl',
    'ftp://stad.nl',
    'https://stad.nl/?n={nummer}',
    'https://bank.nl@kwaad.nl',
    'https://stad.nl"onclick',
    'javascript://stad.nl/%0aalert(1)',
  ])('is refused with the link %s', (address) => {
    expect(wrong(`${GOOD}\n\nLees ook: ${address}`)).toContain('body letter-link-address');
  });

  it('is refused with a link in the middle, two in a paragraph, or one in the subject', () => {
    expect(wrong(`${GOOD} vandaag nog`)).toEqual(['body letter-link-place']);
    expect(wrong(`${GOOD}\n\nhttps://a.nl https://b.nl`)).toEqual(['body letter-link-place']);
    expect(wrong(GOOD, { subject: 'Kijk op https://stad.nl' })).toEqual(['subject letter-link-place']);
  });
});

describe('a mail as it goes out', () => {
  it('has the values in their places, and the line before a link as the words of the link', () => {
    const { subject, paragraphs } = compose('Nr {nummer}.\n\n{code}\n\nLees dit.\nVolg {gemeente}: {link}');
    expect(subject).toBe('Over Proefstad');
    expect(paragraphs).toEqual([
      { kind: 'words', text: 'Nr 1234.' },
      { kind: 'words', text: t('messages.reporter.code') },
      { kind: 'code', text: VALUES.code },
      { kind: 'words', text: 'Lees dit.' },
      { kind: 'link', text: 'Volg Proefstad', href: VALUES.href },
    ]);
  });

  it('names a bare link by the house’s words, and one to another site by that site', () => {
    expect(compose('{link}\n\nhttps://www.stad.nl/afval?a=1').paragraphs).toEqual([
      { kind: 'link', text: 'Volg uw melding', href: VALUES.href },
      { kind: 'link', text: 'www.stad.nl', href: 'https://www.stad.nl/afval?a=1' },
    ]);
  });

  it('leaves out what has no value, and says where the code is when it is not kept any more', () => {
    const { paragraphs } = compose('Uiterlijk {termijn}.\n\nBel {telefoon}.\n\n{code}\n\n{link}', {
      moment: undefined,
      code: undefined,
    });
    expect(paragraphs.map(({ text }) => text)).toEqual([t('messages.reporter.own-code'), 'Volg uw melding']);
  });

  it('does not fill in what stands in a value', () => {
    expect(compose('{gemeente}', { town: '{nummer}' }).paragraphs).toEqual([
      { kind: 'words', text: '{nummer}' },
    ]);
  });

  it('goes out as words, whatever was typed: no markup, and lines stay lines', () => {
    const said = compose('<b>Let op</b> <script>alert(1)</script>\ntweede regel\n\n"Zo" & zo: {link}');
    const letter = { to: '', language: 'nl' as const, ...said };
    const html = htmlText(letter);
    expect(html).toContain('&lt;b&gt;Let op&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;<br>tweede regel');
    expect(html).toContain('>&quot;Zo&quot; &amp; zo</a>');
    expect(html.match(/<(script|b)>/)).toBeNull();
    expect(plainText(letter)).toContain(`"Zo" & zo:\n${VALUES.href}`);
  });

  it('always ends with why, that answers are not read, and 112; and with the telephone once', () => {
    const sender = { ...NOBODY, phone: '14 0123', hours: { nl: 'werkdagen 9-17 uur', en: undefined } };
    expect(compose('Dag', { sender }).foot).toEqual([
      'Vragen? Bel 14 0123 (werkdagen 9-17 uur).',
      t('messages.reporter.why'),
      t('messages.reporter.no-reply'),
      t('messages.reporter.emergency'),
    ]);
    const own = compose('Bel {telefoon}, {openingstijden}.', { sender });
    expect(own.paragraphs).toEqual([{ kind: 'words', text: 'Bel 14 0123, werkdagen 9-17 uur.' }]);
    expect(own.foot).not.toContain('Vragen? Bel 14 0123 (werkdagen 9-17 uur).');
  });
});

describe('who a mail is from', () => {
  it('is the municipality, or the name that it gave', () => {
    expect(compose('Dag').sender).toBe('Proefstad');
    expect(compose('Dag', { sender: { ...NOBODY, name: 'Meldpunt' } }).sender).toBe('Meldpunt');
  });

  it('is no name that looks like another address', () => {
    for (const name of ['info@bank.nl', 'Stad <x>', 'https://bank.nl', 'St"ad'])
      expect(checkSender({ ...NOBODY, name })).toMatchObject({ refusals: [{ code: 'letter-sender-name' }] });
    expect(checkSender({ ...NOBODY, name: 'Gemeente ’s-Proefstad' })).toMatchObject({ ok: true });
  });

  it('can be called at the number of the municipality when the mails have none of their own', () => {
    expect(senderIn(NOBODY, { contact: { phone: '14 0123' } }).phone).toBe('14 0123');
    expect(senderIn({ ...NOBODY, phone: '088 1' }, { contact: { phone: '14 0123' } }).phone).toBe('088 1');
    expect(senderIn(NOBODY, {}).phone).toBeUndefined();
  });
});
