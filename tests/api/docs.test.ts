import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listen, type Listening } from '../../src/server/listen.ts';
import { Scope } from '../../src/people/model.ts';
import { newClient } from '../support/client.ts';
import { openHouse, sendReport, type TestHouse } from '../support/house.ts';

/** The examples of docs/api.md, run as they stand there by a shell against a real port. */
const EXAMPLES = [...readFileSync('docs/api.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(
  ([, block = '']) => block.replaceAll('\\\n', '').trim().split('\n'),
);

let house: TestHouse;
let server: Listening;
let env: Record<string, string>;

beforeAll(async () => {
  house = await openHouse();
  const [town] = house.towns;
  const client = await newClient(house, { town, scopes: Scope.options });
  server = await listen(house.app.fetch, { host: '127.0.0.1', port: 0 });
  env = {
    PATH: process.env['PATH'] ?? '',
    BASE: server.address,
    TOWN: town.slug,
    CLIENT_ID: `${town.slug}.${client.id}`,
    CLIENT_SECRET: client.secret,
    TOKEN: client.token,
    LOGIN: 'opbouwwerk',
    NUMBER: String((await sendReport(house, town)).number),
  };
}, 180_000);
afterAll(async () => {
  await server.stop();
  await house.close();
});

/** Whoever runs it may have much in their .bashrc, which bash reads where its input is a socket: not here. */
async function run(example: string): Promise<{ status: number; body: unknown }> {
  const script = `curl() { command curl -w '\\n%{http_code}' --max-time 20 "$@"; }\n${example}`;
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], { env });
  const lines = stdout.split('\n');
  return { status: Number(lines.pop()), body: JSON.parse(lines.join('\n')) };
}

it('has examples for each of its parts', () => {
  expect(EXAMPLES.length).toBe(9);
});

it.each(EXAMPLES)('%s', async (example) => {
  const { status, body } = await run(example);
  expect([example, status, body]).toEqual([example, expect.toBeOneOf([200, 201]), expect.anything()]);
});
