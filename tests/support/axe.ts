import axe, { type RunOnly } from 'axe-core';
import type { Page } from 'playwright-core';

const ALL: RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** What else a page can have at another width and in other colours: the rest stands in its markup. */
const LOOKS: RunOnly = {
  type: 'rule',
  values: ['color-contrast', 'target-size', 'scrollable-region-focusable'],
};

/** What axe finds on the page as it stands: rule and element, one line each. */
export const accessibilityFaults = (page: Page): Promise<string[]> => faults(page, ALL);

/** What it finds on a page that was looked at whole, once that has another width or other colours. */
export const faultsOfLooks = (page: Page): Promise<string[]> => faults(page, LOOKS);

async function faults(page: Page, runOnly: RunOnly): Promise<string[]> {
  await page.evaluate(`'axe' in globalThis || (() => { ${axe.source} })()`);
  return page.evaluate(async (only) => {
    const inPage = globalThis as unknown as { axe: typeof axe };
    const { violations } = await inPage.axe.run({ runOnly: only, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, runOnly);
}
