import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

/** Left half red, right half blue: one sees whether it was turned, and which one it is. */
export function twoColours(width = 80, height = 60, right = '#0000ff'): Sharp {
  const half = { width: width / 2, height, channels: 3 as const };
  const plain = sharp({ create: { width, height, channels: 3, background: '#ff0000' } });
  return plain.composite([{ input: { create: { ...half, background: right } }, left: width / 2, top: 0 }]);
}

export const aJpeg = (width?: number, height?: number, right?: string): Promise<Buffer> =>
  twoColours(width, height, right).jpeg().toBuffer();

/** A picture as a camera makes it: with the place where it was taken, and the name of its owner. */
export function tellingJpeg(orientation: number): Promise<Buffer> {
  const exif = {
    IFD0: { Copyright: 'Eigenaar Geheim', Make: 'Camera Geheim' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '52/1 22/1 0/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '4/1 53/1 0/1',
    },
  };
  return twoColours().withExif(exif).withIccProfile('p3').withMetadata({ orientation }).jpeg().toBuffer();
}

/** A file of some dozens of bytes that says it has so many pixels. */
export function pngOfSize(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1A\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', Buffer.from([0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01])),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The first bytes of a photo as an iPhone keeps it; HEVC, so no picture for us whatever follows. */
export function heicHead(): Buffer {
  const box = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  return Buffer.concat([box, Buffer.alloc(64)]);
}
