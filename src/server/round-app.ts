import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../kit/texts.ts';
import type { T } from '../kit/translate.ts';
import type { PageMunicipality } from '../kit/web/context.ts';

/** The house's own colour, where a municipality has none. */
const HOUSE_COLOUR = '#0b5a68';

/**
 * The service worker of the round stands in the municipality's own part of the address, so that it has no say anywhere
 * else on this site; every municipality has its own queue.
 */
export function roundWorker(buildDir: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(buildDir, 'client', 'round-worker.js')));
}

/**
 * The service worker that shows notices stands below the own account: it has no say on any page of work, and leaves the
 * queue of the round alone.
 */
export function devicesWorker(buildDir: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(buildDir, 'client', 'devices-worker.js')));
}

/** By which a telephone installs the round of one municipality, and offers it what other apps share. */
export function roundManifest(
  { slug, name, theme }: PageMunicipality,
  { t, language }: { t: T; language: Language },
): object {
  const colour = theme?.[600] ?? HOUSE_COLOUR;
  return {
    id: `/${slug}/ronde`,
    name: t('round.app', { town: name }),
    short_name: t('round.nav'),
    lang: language,
    start_url: `/${slug}/ronde`,
    scope: `/${slug}/`,
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: colour,
    icons: [
      { src: '/app-icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/app-icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/app-icon-maskable.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    share_target: {
      action: `/${slug}/ronde/delen`,
      method: 'POST',
      enctype: 'multipart/form-data',
      params: {
        title: 'title',
        text: 'text',
        url: 'url',
        files: [{ name: 'photo', accept: ['image/*'] }],
      },
    },
  };
}
