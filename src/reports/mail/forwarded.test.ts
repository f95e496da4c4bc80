import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSubject, writtenIn } from './forwarded.ts';

const OUTLOOK = `Hoi, kunnen jullie hiernaar kijken? Groet, Sanne

________________________________
Van: Riet de Vries <riet@voorbeeld.nl>
Verzonden: vrijdag 27 november 2026 14:12
Aan: Sanne Woon <sanne@corporatie.test>
CC: balie@corporatie.test
Onderwerp: Zorgen om buurman

Ik heb de buurman al vier dagen niet gezien.
De post steekt uit de bus.

Verzonden vanaf mijn iPhone`;

const GMAIL = `---------- Forwarded message ---------
From: Jan <jan@voorbeeld.nl>
Date: Fri, 27 Nov 2026 at 14:12
Subject: Lantaarn
To: <balie@corporatie.test>

De lantaarn is stuk.
-- 
Jan de Boer
Directeur`;

const APPLE = `Ter info

Begin doorgestuurd bericht:

> Van: "A. Bakker" <a.bakker@voorbeeld.nl>
> Onderwerp: Herrie
> Datum: 27 november 2026 om 22:10:03 CET
> Aan: balie@corporatie.test
>
> Elke nacht herrie boven mij.`;

describe('what was written in a mail', () => {
  it('is the text and the sender of the mail that a colleague sent on from Outlook, without head and device line', () => {
    expect(writtenIn('FW: Zorgen om buurman', OUTLOOK)).toEqual({
      isForwarded: true,
      sender: { name: 'Riet de Vries', email: 'riet@voorbeeld.nl' },
      text: 'Ik heb de buurman al vier dagen niet gezien.\nDe post steekt uit de bus.',
    });
  });

  it('is what was sent on from Gmail, without the signature', () => {
    expect(writtenIn('Fwd: Lantaarn', GMAIL)).toEqual({
      isForwarded: true,
      sender: { name: 'Jan', email: 'jan@voorbeeld.nl' },
      text: 'De lantaarn is stuk.',
    });
  });

  it('is what was sent on as a quotation', () => {
    expect(writtenIn('Fwd: Herrie', APPLE)).toMatchObject({
      isForwarded: true,
      sender: { name: 'A. Bakker', email: 'a.bakker@voorbeeld.nl' },
      text: 'Elke nacht herrie boven mij.',
    });
  });

  it('is what stands above the mail that it answers', () => {
    const reply = `Het is weer zover.\n\nVan: Balie <b@c.test>\nVerzonden: gisteren\nAan: mij\nOnderwerp: Uw vraag\n\nHelpt dit?`;
    expect(writtenIn('RE: Uw vraag', reply)).toEqual({ isForwarded: false, text: 'Het is weer zover.' });
    const quoted =
      'Nog steeds niets.\n\nOp 3 november 2026 schreef Balie <b@c.test>:\n> Wij komen langs.\n> Groet';
    expect(writtenIn('Re: Uw vraag', quoted).text).toBe('Nog steeds niets.');
  });

  it('keeps a text in which somebody only quotes a line with a name before it', () => {
    const text = 'Van: dat weet ik niet.\nHij stond daar gewoon en zei niets.';
    expect(writtenIn('Overlast', text)).toEqual({ isForwarded: false, text });
  });

  it('leaves the subject that somebody wrote', () => {
    expect(plainSubject('FW: Fwd: RE: Zorgen om buurman')).toBe('Zorgen om buurman');
    expect(plainSubject('Tram: rails kapot')).toBe('Tram: rails kapot');
  });

  it('reads whatever comes, and quickly', () => {
    const line = fc.oneof(
      fc.constantFrom(
        'Van: a <b@c.nl>',
        'Aan: x',
        'Onderwerp: y',
        '> tekst',
        '-- ',
        '',
        'Op maandag schreef a:',
        '_____',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.string(), (lines, subject) => {
        const text = lines.join('\n');
        expect(writtenIn(subject, text).text.length).toBeLessThanOrEqual(text.length);
      }),
    );
    const long = `${'Van: a\n'.repeat(20_000)}${'op '.repeat(20_000)}${'-'.repeat(100_000)}`;
    const started = performance.now();
    writtenIn('x', long);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
