import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../support/house.ts';
import { otherEngines } from '../support/engines/engine.ts';
import { watchServer, type WatchedServer } from '../support/engines/watched-server.ts';
import { enter, openTab, pageFaults } from './tab.ts';

let house: TestHouse;
let server: WatchedServer;
beforeAll(async () => { house = await openHouse(); server = await watchServer(house.app.fetch); }, 180_000);
afterAll(async () => { await server?.stop(); await house?.close(); });
describe.each(otherEngines())('$name', (engine) => {
  it('smokes', async () => {
    const tab = await openTab(engine, server.address, { width: 390 });
    try {
    await enter(tab, 'coordinator');
    await tab.goto('/proefstad/melden');
    console.log(engine.name, tab.version, await tab.path(), await tab.ask(() => [innerWidth, innerHeight, String(navigator.serviceWorker), navigator.language]), await pageFaults(tab), server.takeFaults());
    } finally { await tab.close(); }
  });
});
