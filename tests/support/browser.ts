import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--no-zygote'];

/**
 * A real browser, from the registry alone. `CHROME` names another one on this machine.
 * The caller closes it.
 */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: ARGUMENTS, headless: true });
}

async function browserPath(): Promise<string> {
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
