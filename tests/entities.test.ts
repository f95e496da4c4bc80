/** The one kind of XML that comes in is a decision table; what the reader of it does with what XML can hide. */
import { expect, it } from 'vitest';
import { readDefinitions } from '../src/triage/dmn/definitions.ts';

const table = (before: string, description: string) =>
  `<?xml version="1.0"?>${before}<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="a" name="a" namespace="n"><description>${description}</description></definitions>`;

it('refuses a file that declares entities, whatever they stand for', async () => {
  for (const entity of ['SYSTEM "file:///etc/hostname"', 'SYSTEM "http://127.0.0.1/"', '"aaaaaaaaaa"']) {
    const read = await readDefinitions('t.dmn', table(`<!DOCTYPE d [<!ENTITY e ${entity}>]>`, '&e;'));
    expect(read).toMatchObject({ ok: false, refusals: [{ code: 'decision-file-unreadable' }] });
  }
});

it('leaves a name of an entity that nobody declared as it was written', async () => {
  const read = await readDefinitions('t.dmn', table('', '&e; &amp;'));
  expect(read).toMatchObject({ ok: true, value: { description: '&e; &' } });
});
