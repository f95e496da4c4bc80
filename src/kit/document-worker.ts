import { readDocument } from './document-reader.ts';

/** The process in which a document of somebody is opened. It knows no setting, no password and no database. */
process.once('message', (bytes: Uint8Array) => {
  void readDocument(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).then((read) =>
    process.send?.(read),
  );
});
process.on('disconnect', () => process.exit());
