/**
 * What a picture may be before it is decoded. The pixels are those at which decoding stays below some 150 MB: a picture
 * that is read line by line may be larger than one that has to be held whole.
 */
export const IMAGE_LIMITS = {
  bytes: 12 * 1024 * 1024,
  pixels: 64_000_000,
  pixelsWhole: 24_000_000,
  pixelsAvif: 8_000_000,
  seconds: 10,
} as const;

/** A picture as it is kept: made anew from what was sent, without anything that was written into the file beside it. */
export interface Image {
  readonly picture: Buffer;
  /** A blur of a few pixels, to show that there is a picture and roughly of what. */
  readonly preview: Buffer;
  readonly width: number;
  readonly height: number;
  /** Of the picture as it is kept: the same file gives the same. */
  readonly hash: Buffer;
}

/** The type of every picture that is kept. */
export const IMAGE_TYPE = 'image/jpeg';
