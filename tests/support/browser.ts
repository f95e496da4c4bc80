import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu'];

/**
 * A real browser, from the registry alone. `CHROME` names another one on this machine.
 * The caller closes it.
 */
export async function startBrowser(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await browserPath(),
    args: [...ARGUMENTS, ...more],
    headless: true,
  });
}

/** Where the browser stands; unpacked first, where no run did that before. */
export async function browserPath(): Promise<string> {
  const chosen = process.env.CHROME;
  if (chosen) {
    if (!existsSync(chosen))
      throw new Error(`expected the browser that CHROME names at ${chosen}, found nothing`);
    return chosen;
  }
  // The package unpacks the libraries that a bare machine lacks only where it believes to run on AWS Lambda, and it
  // looks when it is imported.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

/** Sends the public form; what it still asks is answered with 'I don't know'. */
export async function sendForm(page: Page): Promise<void> {
  const send = page.getByRole('button', { name: 'Melding versturen' });
  await send.click();
  await page.waitForLoadState();
  const unknown = page.locator('input[name^="q-"][value=unknown]');
  if ((await unknown.count()) === 0) return;
  for (const choice of await unknown.all()) await choice.check();
  await send.click();
  await page.waitForLoadState();
}
