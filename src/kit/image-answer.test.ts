import { describe, expect, it } from 'vitest';
import { aJpeg } from '../../tests/support/pictures.ts';
import { decoderAnswer } from './image-answer.ts';
import { readImage } from './image-codec.ts';

describe('what the decoder says', () => {
  it('is a picture made anew, or a refusal', async () => {
    for (const bytes of [await aJpeg(), Buffer.from('geen foto')]) {
      const said = await readImage(bytes);
      expect(decoderAnswer(said)).toEqual(said);
    }
  });

  it('is nothing when it is anything else', async () => {
    const said = await readImage(await aJpeg());
    const value = said.ok ? said.value : undefined;
    const others: unknown[] = [
      undefined,
      'onzin',
      { ok: true },
      { ok: true, value: { ...value, picture: Buffer.from('<script>') } },
      { ok: true, value: { ...value, width: 90_000 } },
      { ok: true, value: { ...value, hash: Buffer.alloc(4) } },
      { ok: false, refusals: [{ code: 'not-logged-in' }] },
    ];
    expect(others.map(decoderAnswer)).toEqual(others.map(() => undefined));
  });
});
