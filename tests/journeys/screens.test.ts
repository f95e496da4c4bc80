import { expect, it } from 'vitest';
import { markupFaults } from '../support/markup.ts';
import { walkScreens } from './walk-screens.ts';

const site = walkScreens(0);

it('writes valid markup for every component', async () => {
  for (const language of ['nl', 'en']) {
    const response = await fetch(`${site().address}/voorbeeldstad/onderdelen`, {
      headers: { cookie: `taal=${language}` },
    });
    expect(await markupFaults(await response.text())).toEqual([]);
  }
});
