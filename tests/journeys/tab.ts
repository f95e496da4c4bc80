import { setTimeout as pause } from 'node:timers/promises';
import type { Engine, InputSource, Look, Wire } from '../support/engines/engine.ts';
import { TEST_PASSWORD } from '../support/town.ts';

const PATIENCE = 150;
const PAUSE_MS = 100;
/** As W3C WebDriver names keys that write nothing. */
export const KEYS = { enter: '\uE007', escape: '\uE00C', tab: '\uE004', end: '\uE010' };

/** A person at a browser that is spoken to by its driver: sees, presses, types, and waits for what comes. */
export interface Tab {
  readonly version: string;
  readonly goto: (path: string) => Promise<void>;
  /** What a function gives in the page. */
  readonly ask: <T, A extends unknown[]>(look: (...args: A) => T | Promise<T>, ...args: A) => Promise<T>;
  readonly words: () => Promise<string>;
  readonly path: () => Promise<string>;
  /** Presses with the mouse what is in view and has these words, or fits this selector, and waits for the page after it. */
  readonly press: (what: string, inside?: string) => Promise<void>;
  /** The same where no page comes after it. */
  readonly touch: (what: string, inside?: string) => Promise<void>;
  readonly pressAt: (selector: string, share: { readonly x: number; readonly y: number }) => Promise<void>;
  readonly write: (selector: string, text: string) => Promise<void>;
  readonly choose: (selector: string, value: string) => Promise<void>;
  readonly key: (key: string) => Promise<void>;
  readonly attach: (selector: string, paths: readonly string[]) => Promise<void>;
  /** Waits until the words are on the page. */
  readonly sees: (words: string | RegExp) => Promise<void>;
  readonly until: (look: () => boolean | Promise<boolean>) => Promise<void>;
  readonly picture: Wire['picture'];
  readonly resize: Wire['resize'];
  readonly close: () => Promise<void>;
}

export async function openTab(engine: Engine, address: string, look: Look): Promise<Tab> {
  const wire = await engine.start(look);
  const ask: Tab['ask'] = async (inPage, ...args) =>
    (await wire.evaluate(`(${inPage.toString()})(...${JSON.stringify(args)})`)) as never;
  const click = async (at: { x: number; y: number }) => wire.act([mouse(at)]);
  const find = async (what: string, inside: string) => {
    await waitFor(`'${what}' to press`, async () => (await ask(placeOf, what, inside)) !== null, ask);
    // rolled into view above; where it is drawn is where it is pressed
    await ask(
      () => new Promise<void>((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn()))),
    );
    const place = await ask(placeOf, what, inside);
    if (place === null) throw new Error(`expected '${what}' to press, it went`);
    return place;
  };
  const touch = async (what: string, inside = 'body') => click(await find(what, inside));
  const leaves = async (what: string, act: () => Promise<void>) => {
    await ask(() => document.documentElement.toggleAttribute('data-left', true));
    await act();
    await waitFor(`a page after '${what}'`, () => ask(isNext).catch(() => false), ask);
  };
  const tab: Tab = {
    version: wire.version,
    ask,
    goto: (path) => wire.navigate(`${address}${path}`),
    words: () => ask(() => document.querySelector('main')?.innerText ?? ''),
    path: () => ask(() => location.pathname + location.search),
    touch,
    press: (what, inside) => leaves(what, () => touch(what, inside)),
    pressAt: async (selector, share) => {
      const { box } = await find(selector, 'body');
      const [x, y] = [box.x + box.width * share.x, box.y + box.height * share.y];
      await leaves(selector, () => click({ x: Math.round(x), y: Math.round(y) }));
    },
    write: async (selector, text) => {
      await ask(intoField, selector);
      await wire.act([keys([...text])]);
    },
    choose: async (selector, value) => {
      if (!(await ask(pick, selector, value))) throw new Error(`expected '${value}' in ${selector}`);
    },
    key: (key) => wire.act([keys([key])]),
    attach: (selector, paths) => wire.setFiles(selector, paths),
    sees: (words) =>
      waitFor(
        `the words ${String(words)}`,
        async () => {
          const read = await tab.words().catch(() => '');
          return typeof words === 'string' ? read.includes(words) : words.test(read);
        },
        ask,
      ),
    until: (isSo) => waitFor(String(isSo), async () => isSo(), ask),
    picture: wire.picture,
    resize: wire.resize,
    close: wire.close,
  };
  return tab;
}

async function waitFor(what: string, isSo: () => Promise<boolean>, ask: Tab['ask']): Promise<void> {
  for (let tries = PATIENCE; tries > 0; tries -= 1) {
    if (await isSo()) return;
    await pause(PAUSE_MS);
  }
  const seen = await ask(() => `${location.href}: ${document.body.innerText.slice(0, 1500)}`).catch(String);
  throw new Error(`expected ${what}, found at ${seen}`);
}

function mouse({ x, y }: { readonly x: number; readonly y: number }): InputSource {
  return {
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions: [
      { type: 'pointerMove', x, y, duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ],
  };
}

function keys(all: readonly string[]): InputSource {
  const actions = all.flatMap((value) => [
    { type: 'keyDown', value },
    { type: 'keyUp', value },
  ]);
  return { type: 'key', id: 'keys', actions };
}

function isNext(): boolean {
  return document.readyState === 'complete' && !document.documentElement.hasAttribute('data-left');
}

/** Runs in the page: the middle of what a finger would press, rolled into view, or null. */
function placeOf(what: string, inside: string) {
  const area = [...document.querySelectorAll(inside)];
  const words = (element: Element) => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  // what is there for who hears the page, or for Enter alone, is one pixel large
  const isShown = (element: Element) => element.getBoundingClientRect().width > 4;
  const all = (selector: string) =>
    area.flatMap((part) => [...part.querySelectorAll(selector)]).filter(isShown);
  const pressed = all('a, button, summary, label');
  const bySelector = () => {
    try {
      return all(what);
    } catch {
      return [];
    }
  };
  const candidates = [
    ...pressed.filter((each) => words(each) === what),
    ...pressed.filter((each) => words(each).startsWith(what)),
    ...bySelector(),
  ];
  for (const found of candidates) {
    found.scrollIntoView({ block: 'center', behavior: 'instant' });
    const box = found.getBoundingClientRect();
    const line = found.getClientRects()[0] ?? box;
    const [x, y] = [Math.round(line.x + line.width / 2), Math.round(line.y + line.height / 2)];
    const hit = document.elementFromPoint(x, y);
    if (!hit || (!found.contains(hit) && !hit.closest('label')?.contains(found))) continue;
    return { x, y, box: { x: box.x, y: box.y, width: box.width, height: box.height } };
  }
  return null;
}

function intoField(selector: string): void {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(selector)];
  const field = fields.find((each) => each.getClientRects().length > 0);
  if (!field) throw new Error(`expected a field ${selector}`);
  field.scrollIntoView({ block: 'center', behavior: 'instant' });
  field.focus();
  field.select();
}

function pick(selector: string, value: string): boolean {
  const select = document.querySelector<HTMLSelectElement>(selector);
  if (!select) return false;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return select.value === value;
}

/** Logs in by name and password. */
export async function enter(tab: Tab, login: string): Promise<void> {
  await tab.goto('/proefstad/inloggen');
  await tab.write('main form input[name=login][type=text]', login);
  await tab.write('main form input[name=password][type=password]', TEST_PASSWORD);
  await tab.press('main form button[type=submit]');
}

/** What is wrong with the page as it stands, whatever it is about. */
export async function pageFaults(tab: Tab): Promise<string[]> {
  return tab.ask(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const headings = document.querySelectorAll('h1').length;
    const broken = [...document.images].filter(
      ({ complete, naturalWidth }) => complete && naturalWidth === 0,
    );
    const heightPx = () => document.body.getBoundingClientRect().height;
    const before = heightPx();
    const questions = [...document.querySelectorAll('fieldset')];
    // as a pointer over them does: what is drawn anew may take no other place
    for (const { style } of questions) style.outline = '1px solid';
    const jump = Math.round(heightPx() - before);
    for (const { style } of questions) style.outline = '';
    return [
      ...(scrollWidth > clientWidth
        ? [`${location.pathname} is ${scrollWidth - clientWidth} px too wide`]
        : []),
      ...(headings === 1 ? [] : [`${location.pathname} has ${headings} first headings`]),
      ...(jump === 0 ? [] : [`${location.pathname} jumps by ${jump} px when it is touched`]),
      ...broken.map(({ src }) => `${location.pathname} shows no picture for ${src}`),
    ];
  });
}
