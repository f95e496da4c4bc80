import { writeFile } from 'node:fs/promises';
import { configurationPage, readConfig } from '../kit/config.ts';
import { moveClock } from './clock.ts';
import { withDatabases } from './databases.ts';
import { privacyText } from './privacy.ts';
import { destroyExpired } from './retention.ts';
import { verify } from './verify.ts';

const USAGE = `wijk <command>

  verify              prove over the live database that nothing and nobody falls between; exit code 1 otherwise
  clock <+30m|+2h|+3d> let the demo or test installation live ahead; refused in production
  destroy             blank and destroy what is past its time, as the retention role
    --dry-run         say what would go and do nothing
    --proofs [<key>]  show the proofs of what went, or the one that tells of this key
  privacy dpia|register <municipality>
                      write the DPIA or the register of processing as Markdown, from the configuration that runs
  config [--write]    print the page of all settings (or write docs/configuration.md)
  help                this text
`;

type Command = (args: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  verify: () => withDatabases(readConfig(process.env), ({ app }) => verify(app)),
  clock: (args) => withDatabases(readConfig(process.env), (databases) => moveClock(databases, args[0] ?? '')),
  destroy: (args) => withDatabases(readConfig(process.env), (databases) => destroyExpired(databases, args)),
  privacy: (args) => withDatabases(readConfig(process.env), ({ app }) => privacyText(app, args)),
  config: async (args) => {
    if (args.includes('--write')) await writeFile('docs/configuration.md', configurationPage());
    else process.stdout.write(configurationPage());
    return 0;
  },
  help: async () => {
    process.stdout.write(USAGE);
    return 0;
  },
};

/** Runs one command; the exit code is 0 when all is well, 1 when it found something wrong, 2 for a wrong call. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`wijk: unknown command '${name}'\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command(rest);
  } catch (error) {
    process.stderr.write(`wijk ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
