/** What is wrong with a backup, in words for the person at the keyboard. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}
