import { existsSync } from 'node:fs';
import { startFirefox } from './firefox.ts';
import { startWebKit } from './webkit.ts';

/** How a browser is set that somebody visits with. */
export interface Look {
  readonly width: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  /** The colours of the system in the place of those of the page. */
  readonly forcedColours?: boolean;
}

/** What every driver of a browser can do, whatever it speaks. */
export interface Wire {
  /** Of the browser itself, as it says it. */
  readonly version: string;
  readonly navigate: (url: string) => Promise<void>;
  /** Evaluates an expression in the page, waits for it when it is a promise, and gives what it is as JSON. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** Input as W3C WebDriver writes it down: fingers, keys and the mouse. */
  readonly act: (sources: readonly InputSource[]) => Promise<void>;
  readonly setFiles: (selector: string, paths: readonly string[]) => Promise<void>;
  /** What is in view, as PNG. */
  readonly picture: () => Promise<Buffer>;
  readonly resize: (width: number, height: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface InputSource {
  readonly type: 'key' | 'pointer';
  readonly id: string;
  readonly parameters?: { readonly pointerType: 'mouse' };
  readonly actions: readonly Readonly<Record<string, unknown>>[];
}

export interface Engine {
  readonly name: 'Firefox' | 'WebKit';
  /** Whether a driver can have the colours of the system take the place of those of the page. */
  readonly hasForcedColours: boolean;
  /** A browser of its own, that knows nobody and has kept nothing. */
  readonly start: (look: Look) => Promise<Wire>;
}

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox'];
const WEBKIT_DRIVER = ['/usr/bin/WebKitWebDriver'];

/** Where a browser is on this machine: what the environment names, or else where Debian puts it; under CI only what is named. */
function placeOf(name: string, usual: readonly string[]): string | undefined {
  const chosen = process.env[name] ?? (process.env['CI'] ? '' : undefined);
  if (chosen === undefined) return usual.find((path) => existsSync(path));
  if (chosen !== '' && !existsSync(chosen))
    throw new Error(`expected the browser that ${name} names at ${chosen}, found nothing`);
  return chosen === '' ? undefined : chosen;
}

/** The browsers beside Chromium that this machine has. */
export function otherEngines(): readonly Engine[] {
  const [firefox, driver] = [placeOf('FIREFOX', FIREFOX), placeOf('WEBKIT_DRIVER', WEBKIT_DRIVER)];
  return [
    ...(firefox === undefined
      ? []
      : [
          {
            name: 'Firefox' as const,
            hasForcedColours: true,
            start: (look: Look) => startFirefox(firefox, look),
          },
        ]),
    ...(driver === undefined
      ? []
      : [
          {
            name: 'WebKit' as const,
            hasForcedColours: false,
            start: (look: Look) => startWebKit(driver, look),
          },
        ]),
  ];
}
