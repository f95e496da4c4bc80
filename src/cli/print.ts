/** Where a command writes its lines; a test gives another. */
export type Print = (line: string) => void;

export const toScreen: Print = (line) => void process.stdout.write(`${line}\n`);
