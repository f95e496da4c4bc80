import { readXlsx } from './sheet-xlsx.ts';

/** The process in which a workbook of somebody is unpacked and read. It knows no setting, no password and no database. */
process.once('message', (bytes: Uint8Array) => {
  void readXlsx(bytes).then((read) => process.send?.(read));
});
process.on('disconnect', () => process.exit());
