import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { aJpeg, heicHead, pngOfSize, tellingJpeg, twoColours } from '../../tests/support/pictures.ts';
import { readImage } from './image-codec.ts';
import { IMAGE_LIMITS, type Image } from './image.ts';

async function imageOf(bytes: Buffer): Promise<Image> {
  const read = await readImage(bytes);
  if (!read.ok) throw new Error(`expected a picture, got ${JSON.stringify(read.refusals)}`);
  return read.value;
}

async function codeOf(bytes: Buffer): Promise<string | undefined> {
  const read = await readImage(bytes);
  return read.ok ? undefined : read.refusals[0]?.code;
}

/** The colour of one point, to the nearest of the two that the test picture has. */
async function colourAt(picture: Buffer, left: number, top: number): Promise<'red' | 'blue'> {
  const { data } = await sharp(picture)
    .extract({ left, top, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return (data[0] ?? 0) > (data[2] ?? 0) ? 'red' : 'blue';
}

describe('a picture that came in', () => {
  it.each(['jpeg', 'png', 'webp', 'avif'] as const)('as %s is made anew as JPEG', async (format) => {
    const image = await imageOf(await twoColours().toFormat(format).toBuffer());
    expect(await sharp(image.picture).metadata()).toMatchObject({ format: 'jpeg', width: 80, height: 60 });
    expect(image).toMatchObject({ width: 80, height: 60 });
    expect([await colourAt(image.picture, 5, 30), await colourAt(image.picture, 75, 30)]).toEqual([
      'red',
      'blue',
    ]);
  });

  it('loses the place, the names, the colour profile and whatever else was written in it', async () => {
    const sent = await tellingJpeg(1);
    const before = await sharp(sent).metadata();
    expect([before.exif?.includes('Eigenaar Geheim'), before.icc === undefined]).toEqual([true, false]);
    for (const bytes of Object.values(await imageOf(sent)).filter((value) => Buffer.isBuffer(value))) {
      expect(bytes.toString('latin1')).not.toMatch(/Geheim|Exif|GPS|ICC_PROFILE/);
    }
    const { exif, icc, xmp, iptc, comments } = await sharp((await imageOf(sent)).picture).metadata();
    expect({ exif, icc, xmp, iptc, comments }).toEqual({});
  });

  it('stands upright, also when the camera was held on its side', async () => {
    const { picture, width, height } = await imageOf(await tellingJpeg(6));
    expect([width, height]).toEqual([60, 80]);
    expect([await colourAt(picture, 30, 5), await colourAt(picture, 30, 75)]).toEqual(['red', 'blue']);
  });

  it('is at most 2000 pixels on its longest side, and never enlarged', async () => {
    expect(await imageOf(await aJpeg(4200, 2100))).toMatchObject({ width: 2000, height: 1000 });
    expect(await imageOf(await aJpeg(10, 20))).toMatchObject({ width: 10, height: 20 });
  });

  it('gets white where it could be seen through', async () => {
    const clear = sharp({
      create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    const { picture } = await imageOf(await clear.png().toBuffer());
    expect([...(await sharp(picture).raw().toBuffer()).subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  it('has a preview of a few pixels', async () => {
    const { preview } = await imageOf(await aJpeg(1600, 1200));
    expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 28, height: 21 });
    expect(preview.length).toBeLessThan(1000);
  });

  it('gives the same hash as the same picture sent again, also from another file', async () => {
    const [jpeg, again] = [await imageOf(await aJpeg()), await imageOf(await aJpeg())];
    expect(again.hash).toEqual(jpeg.hash);
    const png = await twoColours().png({ compressionLevel: 9 }).toBuffer();
    const otherPng = await twoColours().png({ compressionLevel: 1 }).toBuffer();
    expect(otherPng.equals(png)).toBe(false);
    expect((await imageOf(otherPng)).hash).toEqual((await imageOf(png)).hash);
    expect((await imageOf(await aJpeg(80, 60, '#00ff00'))).hash).not.toEqual(jpeg.hash);
  });
});

describe('what is no picture to us', () => {
  it.each([
    ['a text', Buffer.from('Dit is geen foto.'), 'image-type'],
    ['nothing at all', Buffer.alloc(0), 'image-type'],
    [
      'a drawing in SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'image-type',
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3'), 'image-type'],
    ['an iPhone’s own HEIC', heicHead(), 'image-heic'],
    ['the first bytes of a JPEG and no more', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'image-broken'],
    ['a tiny file that says it is huge', pngOfSize(60_000, 60_000), 'image-pixels'],
    ['one a little over the limit', pngOfSize(8001, 8001), 'image-pixels'],
    ['one within it that holds nothing', pngOfSize(8000, 8000), 'image-broken'],
  ])('is refused: %s', async (_what, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  it('is refused when it moves', async () => {
    expect(await codeOf(await twoColours().gif().toBuffer())).toBe('image-type');
  });

  it('is refused when half of it is missing', async () => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const noise = sharp({
        create: {
          width: 400,
          height: 400,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 40 },
        },
      });
      const whole = await noise.toFormat(format).toBuffer();
      expect([format, await codeOf(whole.subarray(0, whole.length / 2))]).toEqual([format, 'image-broken']);
    }
  });

  it('may be no larger where it has to be held whole to be read', async () => {
    const { width, height } = { width: 6000, height: 4100 };
    expect(width * height).toBeGreaterThan(IMAGE_LIMITS.pixelsWhole);
    const plain = sharp({ create: { width, height, channels: 3, background: '#777' } });
    expect(await codeOf(await plain.clone().jpeg({ progressive: true }).toBuffer())).toBe('image-pixels');
    expect(await codeOf(await plain.clone().jpeg().toBuffer())).toBeUndefined();
  });

  it('never comes back as an exception, whatever the bytes are', async () => {
    const heads = [
      await aJpeg(),
      await twoColours().png().toBuffer(),
      await twoColours().webp().toBuffer(),
      await twoColours().avif().toBuffer(),
      heicHead(),
    ];
    const damaged = fc
      .record({ head: fc.constantFrom(...heads), keep: fc.nat(400), tail: fc.uint8Array({ maxLength: 300 }) })
      .map(({ head, keep, tail }) => Buffer.concat([head.subarray(0, keep), tail]));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          damaged,
          fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
        ),
        async (bytes) => {
          expect(typeof (await readImage(bytes)).ok).toBe('boolean');
        },
      ),
      { numRuns: 300 },
    );
  });
});

it('cannot open a drawing or an animation, even when asked to directly', async () => {
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  for (const bytes of [svg, await twoColours().gif().toBuffer()])
    await expect(sharp(bytes).metadata()).rejects.toThrow(/unsupported image format/);
});
