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

/**
 * What axe finds and what runs out of the screen at each of these widths: whole at the first, and at the others what
 * another width can change. The page is left at the first.
 */
export async function faultsAtWidths(
  page: Page,
  [first, ...others]: readonly [number, ...number[]],
): Promise<string[]> {
  const found: string[] = [];
  for (const width of [first, ...others]) {
    await page.setViewportSize({ width, height: 900 });
    const lines = [
      ...(await faults(page, width === first ? ALL : LOOKS)),
      ...(await faultsOfWidth(page, width)),
    ];
    found.push(...lines.map((line) => `at ${width}: ${line}`));
  }
  await page.setViewportSize({ width: first, height: 900 });
  return found;
}

/** Whether the page runs out of a window of this many pixels. */
export async function faultsOfWidth(page: Page, width: number): Promise<string[]> {
  const across = await page.evaluate<number>('document.documentElement.scrollWidth');
  return across <= width ? [] : [`${across} pixels wide in a window of ${width}`];
}

async function faults(page: Page, runOnly: RunOnly): Promise<string[]> {
  await page.evaluate(`'axe' in globalThis || (() => { ${axe.source} })()`);
  return page.evaluate(async (only) => {
    const inPage = globalThis as unknown as { axe: typeof axe };
    const { violations } = await inPage.axe.run({
      runOnly: only,
      resultTypes: ['violations'],
      // it need not fetch the style sheets once more, nor name each element: the markup is shown
      preload: false,
      selectors: false,
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  }, runOnly);
}
