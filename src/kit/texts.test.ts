import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { contentFile } from './content.ts';
import { loadTexts, placeholders, preferredLanguage, type Language, type Texts } from './texts.ts';

const HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n';

/** A folder of catalogues, each file given as its items. */
function catalogue(files: Record<string, Record<string, string>>): string {
  const dir = mkdtempSync(join(tmpdir(), 'texts-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const [name, items] of Object.entries(files)) {
    const body = Object.entries(items).map(([id, text]) => `\nmsgid "${id}"\nmsgstr "${text}"\n`);
    writeFileSync(join(dir, name), HEAD + body.join(''));
  }
  return dir;
}

function load(nl: Record<string, string>, { strict = true } = {}): Texts {
  return loadTexts(catalogue({ 'room.nl.po': nl, 'room.en.po': {} }), { strict });
}

describe('the texts of the house', () => {
  const texts = loadTexts(contentFile('texts'), { strict: true });
  const [nl, en] = (['nl', 'en'] satisfies Language[]).map((language) => texts.catalogue(language));

  it('stand in both languages under the same ids', () => {
    expect(Object.keys(en ?? {}).toSorted()).toEqual(Object.keys(nl ?? {}).toSorted());
    expect(Object.keys(nl ?? {}).length).toBeGreaterThan(50);
  });

  it('ask in both languages for the same values', () => {
    const asked = (catalogue: typeof nl) =>
      Object.fromEntries(Object.entries(catalogue ?? {}).map(([id, message]) => [id, placeholders(message)]));
    expect(asked(en)).toEqual(asked(nl));
  });
});

describe('a translator', () => {
  it('writes values and plurals', () => {
    const t = load({ many: '{count, plural, one {# foto} other {# foto’s}} van {name}' }).translator('nl');
    expect(t('many', { count: 1, name: 'Ali' })).toBe('1 foto van Ali');
    expect(t('many', { count: 3, name: 'Ali' })).toBe('3 foto’s van Ali');
  });

  it('knows which texts there are', () => {
    const t = load({ here: 'Hier' }).translator('nl');
    expect([t.has('here'), t.has('there'), t.has('toString')]).toEqual([true, false, false]);
  });

  it('refuses an id without a text and a text without its values, where it is strict', () => {
    const t = load({ hello: 'Dag {name}' }).translator('nl');
    expect(() => t('nothing')).toThrow(/expected a text 'nothing' in content\/texts\/\*\.nl\.po/);
    expect(() => t('hello')).toThrow(/needs a value for 'name'/);
  });

  it('shows the id of a missing text in production', () => {
    const t = load({}, { strict: false }).translator('nl');
    expect(t('nothing.here')).toBe('nothing.here');
  });
});

describe('loading texts', () => {
  it('refuses an empty text', () => {
    expect(() => load({ empty: '' })).toThrow(/'empty' is empty/);
  });

  it('refuses a text that does not compile', () => {
    expect(() => load({ broken: 'Dag {name' })).toThrow(/'broken' is not a message/);
  });

  it('refuses a text that two rooms both write', () => {
    const dir = catalogue({ 'one.nl.po': { same: 'A' }, 'two.nl.po': { same: 'B' } });
    expect(() => loadTexts(dir, { strict: true })).toThrow(/'same' stands twice/);
  });
});

describe('the preferred language', () => {
  it.each([
    [null, 'nl'],
    ['', 'nl'],
    ['en-GB,en;q=0.9', 'en'],
    ['de-DE, tr;q=0.8', 'nl'],
    ['fr;q=0.9, en;q=0.5, nl;q=0.4', 'en'],
    ['en;q=0, nl;q=0.1', 'nl'],
    ['en;q=0.3, nl;q=0.8', 'nl'],
    [';;;,,q=,en', 'en'],
  ] as const)('of Accept-Language %j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });
});
