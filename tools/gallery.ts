/** `npm run gallery`: pictures of every screen of the demo town, on a phone, a tablet and a desk, in both languages, light and dark. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../tests/support/browser.ts';
import { contentSize, SCREENS, visitScreens, type Look } from '../tests/support/screens.ts';
import { startTown } from './demo-town.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** In pixels: no browser makes a picture much higher. */
const TALLEST = 8000;
type Shown = Required<Look>;

/** Dutch in full; English and the dark where they show something else. */
const LOOKS: readonly Shown[] = [
  ...[390, 768, 1440].map((width) => ({ language: 'nl', width, scheme: 'light' }) as const),
  ...[390, 1440].map((width) => ({ language: 'en', width, scheme: 'light' }) as const),
  ...[390, 1440].map((width) => ({ language: 'nl', width, scheme: 'dark' }) as const),
];

/** `--url` looks at a demo town that runs already; `--out` names the folder. Resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { url: { type: 'string' }, out: { type: 'string', default: join(root, 'gallery') } },
  });
  const town = values.url === undefined ? await startTown() : undefined;
  const browser = await startBrowser();
  try {
    await mkdir(values.out, { recursive: true });
    const address = values.url ?? town?.address ?? '';
    const faults = [];
    for (const look of LOOKS) faults.push(...(await shoot(browser, address, look, values.out)));
    await writeFile(join(values.out, 'index.html'), indexPage());
    console.log(`${SCREENS.length} screens, ${SCREENS.length * LOOKS.length} pictures: open`);
    console.log(`  ${pathToFileURL(join(values.out, 'index.html')).href}`);
    for (const fault of faults) console.log(`  fault: ${fault}`);
    return faults.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await town?.stop();
  }
}

/** Resolves to what is wrong at once: a screen that is wider than its window. */
async function shoot(browser: Browser, address: string, look: Shown, out: string): Promise<string[]> {
  const faults: string[] = [];
  for await (const { screen, page } of visitScreens(browser, address, look)) {
    const name = fileName(screen.name, look);
    const { width, height } = await contentSize(page);
    const clip = { x: 0, y: 0, width: look.width, height: Math.min(height, TALLEST) };
    await page.screenshot({ path: join(out, name), fullPage: true, clip });
    if (width > look.width) faults.push(`${name}: ${width} pixels wide in a window of ${look.width}`);
  }
  return faults;
}

function fileName(screen: string, { language, width, scheme }: Shown): string {
  return `${screen}-${width}-${language}${scheme === 'dark' ? '-dark' : ''}.png`;
}

/** One page with all pictures: each screen a row, each look a column. */
function indexPage(): string {
  const rows = SCREENS.map(({ name, path, as = '', code = '' }) => {
    const pictures = LOOKS.map((look) => {
      const { language, width, scheme } = look;
      const file = fileName(name, look);
      return `<figure><figcaption>${width} · ${language} · ${scheme}</figcaption><a href="${file}"><img src="${file}" alt="" loading="lazy" width="${width / 4}"></a></figure>`;
    });
    return `<section id="${name}"><h2>${name}</h2><p>${path || '/'} ${as}${code}</p><div>${pictures.join('')}</div></section>`;
  });
  const ways = SCREENS.map(({ name }) => `<a href="#${name}">${name}</a>`);
  return `<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Wijkverbond</title><style>
body{font:16px system-ui;margin:2rem}nav{columns:12rem}nav a{display:block}
section{border-top:1px solid #bbb}section div{display:flex;gap:1rem;overflow-x:auto;align-items:start}
figure{margin:0}figcaption{font-size:.8rem}img{border:1px solid #ddd}
</style><h1>Wijkverbond</h1><nav>${ways.join('')}</nav>${rows.join('\n')}</html>
`;
}
