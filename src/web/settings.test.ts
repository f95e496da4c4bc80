import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../tests/support/visitor.ts';

const PAGE = '/proefstad/instellingen';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

async function as(login: string): Promise<Visitor> {
  const visitor = visit(house.app);
  await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
  return visitor;
}

/** The words and the addresses of the menu; the current one has a mark. */
function menuOf(html: string): string[] {
  const [, nav = ''] = /<ul class="wijk-nav">(.*?)<\/ul>/s.exec(html) ?? [];
  return [...nav.matchAll(/href="([^"]+)"( aria-current="[^"]+")?/g)].map(
    ([, href = '', current]) => `${href}${current ? ' *' : ''}`,
  );
}

describe('the page of settings', () => {
  it('leads the functional manager to all that can be set up, and is all that the menu has', async () => {
    const manager = await as('beheer');
    const page = await manager.get(PAGE);
    expect(menuOf(page.html)).toEqual([`${PAGE} *`]);
    const ways = [...page.html.matchAll(/wijk-link-card__link" href="([^"]+)"/g)].map(
      ([, href = '']) => href,
    );
    expect(ways).toHaveLength(11);
    for (const way of ways) {
      const there = await manager.get(way);
      expect([way, there.status, menuOf(there.html)]).toEqual([way, 200, [`${PAGE} *`]]);
    }
    expect(wordsOf(page)).toContain('Wie een melding krijgt en hoe snel.');
  });

  it('is passed by for who has one thing to set up', async () => {
    const page = await (await as('goedkeurder')).get('/proefstad/beslistabellen');
    expect(menuOf(page.html)).toEqual(['/proefstad/beslistabellen *']);
  });

  it('stays away from who has nothing to set up', async () => {
    const worker = await as('wijkteam');
    expect((await worker.get(PAGE)).status).toBe(403);
    expect(menuOf((await worker.get('/proefstad/werk')).html)).not.toContain(PAGE);
    expect((await visit(house.app).get(PAGE)).location).toContain('/proefstad/inloggen?naar=');
  });
});
