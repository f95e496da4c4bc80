import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../tests/support/house.ts';
import { listen, type Listening } from './listen.ts';

let house: TestHouse;
let server: Listening;
beforeAll(async () => {
  house = await openHouse();
  server = await listen((request) => house.app.fetch(request), { host: '127.0.0.1', port: 0 });
}, 180_000);
afterAll(async () => {
  await server?.stop();
  await house?.close();
});

/** Everything the server says to these bytes until it ends the connection. */
function say(bytes: string): Promise<string> {
  const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
  socket.write(bytes);
  return text(socket);
}

it.each(['TRACE', 'PUT', 'DELETE', 'OPTIONS'])('does nothing for %s and never echoes it', async (method) => {
  const said = await say(
    `${method} /proefstad HTTP/1.1\r\nHost: x\r\nCookie: sessie=geheimXq7\r\nConnection: close\r\n\r\n`,
  );
  expect(said).toMatch(/^HTTP\/1\.1 405 /);
  expect(said).not.toContain('geheimXq7');
});

it.each([
  ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
])('refuses a message with %s, and hangs up', async (_what, bytes) => {
  expect(await say(bytes)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/);
});

it('does not tell what it is made of', async () => {
  const { headers } = await fetch(`${server.address}/proefstad`);
  for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
});
