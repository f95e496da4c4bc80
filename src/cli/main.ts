import { writeFile } from 'node:fs/promises';
import { configurationPage, readConfig } from '../kit/config.ts';
import { appoint } from './appoint.ts';
import { backupCommand, restoreCommand } from './backup/commands.ts';
import { manageClients } from './clients.ts';
import { moveClock } from './clock.ts';
import { withDatabases } from './databases.ts';
import { atTerminal, demo, type DemoTowns } from './demo.ts';
import { dmn } from './dmn.ts';
import { manageMail } from './mail.ts';
import { managePlaces } from './places.ts';
import { manageProviders } from './providers.ts';
import { privacyText } from './privacy.ts';
import { destroyExpired } from './retention.ts';
import { manageSystems } from './systems.ts';
import { verify } from './verify.ts';

const USAGE = `wijk <command>

  verify              prove over the live database that nothing and nobody falls between; exit code 1 otherwise
  backup [file]       write one moment of everything into a file, while people go on working
  restore <file>      put a backup into an empty database, migrate it forward and verify it
  clock <+30m|+2h|+3d> let the demo or test installation live ahead; refused in production
  demo reset [--yes]  bring the demo towns back to the state of a first start
  demo live [--speed <times>]
                      let life go on in the demo town until Ctrl-C: reports come in and people act; no more than a demo
  appoint <municipality> <coordinator|manager> <log-in name>
                      give the post that must never stand empty to somebody else
  dmn test <folder>   run the DMN conformance cases below a folder; exit code 1 when one fails
  dmn check <path>    hold triage tables (a folder, or one file among those of the house) to contract and laws
  destroy             blank and destroy what is past its time, as the retention role
    --dry-run         say what would go and do nothing
    --proofs [<key>]  show the proofs of what went, or the one that tells of this key
  privacy dpia|register <municipality>
                      write the DPIA or the register of processing as Markdown, from the configuration that runs
  config [--write]    print the page of all settings (or write docs/configuration.md)
  client add|list|revoke  make, list and end machine clients of the API
  provider add|list|stop|resume
                      where people of a municipality log in with the account of their own organisation
  mail add|list|remove
                      at which addresses a municipality takes mail in
  places import-complexes <municipality> <file> [--preview]
                      bring the housing complexes of a municipality in, or see what a list would change
  system set|list|remove
                      in which system each organisation keeps its own work, for references and links to it
  help                this text
`;

type Command = (args: readonly string[], outside: Outside) => Promise<number>;

/** What stands outside the house, and is asked for only when a command needs it. */
export interface Outside {
  readonly demo: () => Promise<DemoTowns>;
}

const COMMANDS: Readonly<Record<string, Command>> = {
  verify: () => withDatabases(readConfig(process.env), ({ app }) => verify(app)),
  backup: (args) => backupCommand(readConfig(process.env), args),
  restore: (args) => restoreCommand(readConfig(process.env), args),
  clock: (args) => withDatabases(readConfig(process.env), (databases) => moveClock(databases, args[0] ?? '')),
  demo: (args, outside) =>
    withDatabases(readConfig(process.env), async (databases) => {
      const towns = await outside.demo();
      return atTerminal((keyboard) => demo(databases, args, towns, keyboard));
    }),
  appoint: (args) => withDatabases(readConfig(process.env), ({ owner }) => appoint(owner, args)),
  client: (args) => withDatabases(readConfig(process.env), (databases) => manageClients(databases, args)),
  provider: (args) => withDatabases(readConfig(process.env), (databases) => manageProviders(databases, args)),
  mail: (args) => withDatabases(readConfig(process.env), (databases) => manageMail(databases, args)),
  places: (args) => withDatabases(readConfig(process.env), (databases) => managePlaces(databases, args)),
  system: (args) => withDatabases(readConfig(process.env), (databases) => manageSystems(databases, args)),
  dmn,
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

const ALONE: Outside = { demo: () => Promise.reject(new Error('the demo towns were not handed in')) };

/** Runs one command; the exit code is 0 when all is well, 1 when it found something wrong, 2 for a wrong call. */
export async function main(args: readonly string[], outside: Outside = ALONE): Promise<number> {
  const [name = 'help', ...rest] = args;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`wijk: unknown command '${name}'\n\n${USAGE}`);
    return 2;
  }
  try {
    return await command(rest, outside);
  } catch (error) {
    process.stderr.write(`wijk ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}
