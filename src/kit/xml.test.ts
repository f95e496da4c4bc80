import fc from 'fast-check';
import { expect, it } from 'vitest';
import { xmlOf } from './xml.ts';

it('writes lists and objects as elements, and escapes what would be markup', () => {
  expect(
    xmlOf('services', [{ service_code: 'a&b', group: '<"x">', metadata: false, keywords: null }], {
      services: 'service',
    }),
  ).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<services><service><service_code>a&amp;b</service_code><group>&lt;&quot;x&quot;&gt;</group><metadata>false</metadata><keywords/></service></services>\n',
  );
});

it('never writes a character that XML cannot hold', () => {
  expect(xmlOf('x', 'a\u0000b\ud800c😀\uffff')).toContain('<x>a\ufffdb\ufffdc😀\ufffd</x>');
});

it('keeps every text in its element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inside = xmlOf('x', text).split('\n').slice(1).join('\n').slice(3, -5);
      expect(inside).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
    }),
  );
});
