import { readImage } from './image-codec.ts';

/** The process in which pictures of strangers are decoded. It knows no setting, no password and no database. */
process.on('message', (bytes: Uint8Array) => {
  void readImage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).then((read) =>
    process.send?.(read),
  );
});
process.on('disconnect', () => process.exit());
