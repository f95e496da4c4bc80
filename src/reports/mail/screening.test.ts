import { describe, expect, it } from 'vitest';
import { isProven, isSuspect, refusalOf, type HeadLine } from './screening.ts';

const head = (lines: Readonly<Record<string, string>>): HeadLine[] =>
  Object.entries(lines).map(([key, value]) => ({ key, value }));
const plain = { envelopeFrom: 'riet@voorbeeld.nl', from: 'riet@voorbeeld.nl', own: ['meld@stad.test'] };

describe('what comes in of itself', () => {
  it.each([
    [{ 'auto-submitted': 'auto-replied' }, 'automatic'],
    [{ 'auto-submitted': 'auto-generated (x)' }, 'automatic'],
    [{ 'auto-submitted': 'no' }, undefined],
    [{ precedence: 'bulk' }, 'list'],
    [{ 'list-id': '<buurt.lijst.nl>' }, 'list'],
    [{ precedence: 'first-class' }, undefined],
  ] as const)('%j is answered with %s', (headers, expected) => {
    expect(refusalOf({ ...plain, headers: head(headers) })).toBe(expected);
  });

  it('is what nobody is to answer, what comes from ourselves, and what went round', () => {
    expect(refusalOf({ ...plain, headers: [], envelopeFrom: '' })).toBe('automatic');
    expect(refusalOf({ ...plain, headers: [], from: 'meld@stad.test' })).toBe('loop');
    const stations = Array.from({ length: 31 }, () => ({ key: 'received', value: 'from a by b' }));
    expect(refusalOf({ ...plain, headers: stations })).toBe('loop');
    expect(refusalOf({ ...plain, headers: stations.slice(1) })).toBeUndefined();
  });
});

describe('the word of the mail server before us', () => {
  const results = (value: string) => head({ 'authentication-results': value });

  it('proves a sender by its domain, under its own name and in its topmost line only', () => {
    const pass = 'mx.stad.test; spf=pass; dmarc=pass (p=reject) header.from=Corporatie.test; dkim=pass';
    expect(isProven(results(pass), 'sanne@corporatie.test', 'mx.stad.test')).toBe(true);
    expect(isProven(results(pass), 'sanne@anders.test', 'mx.stad.test')).toBe(false);
    expect(isProven(results(pass), 'sanne@corporatie.test', 'mx.anders.test')).toBe(false);
    expect(isProven(results(pass), 'sanne@corporatie.test', undefined)).toBe(false);
    const forged = [...results('mx.stad.test; dmarc=fail header.from=corporatie.test'), ...results(pass)];
    expect(isProven(forged, 'sanne@corporatie.test', 'mx.stad.test')).toBe(false);
    expect(
      isProven(
        results('mx.stad.test; dmarc=passive header.from=corporatie.test'),
        's@corporatie.test',
        'mx.stad.test',
      ),
    ).toBe(false);
  });

  it('marks unwanted mail by the line that the settings name', () => {
    expect(isSuspect(head({ 'x-spam-flag': 'YES' }), 'X-Spam-Flag: YES')).toBe(true);
    expect(isSuspect(head({ 'x-spam-flag': 'NO' }), 'X-Spam-Flag: YES')).toBe(false);
    expect(isSuspect(head({ 'x-spam-flag': 'YES' }), 'nothing')).toBe(false);
  });
});
