/** The real server on the database that the environment names, without demo towns. The test that starts it kills it. */
import { flushCompileCache } from 'node:module';
import { main } from '../../src/server/main.ts';

const nowhere = { announce: async () => {}, leave: async () => {} };
await main(process.env, nowhere, { seed: async () => {}, password: '', logIns: () => [], codes: () => [] });
// Who is killed never comes to keep what was compiled, and the next one would compile it all again.
flushCompileCache();
