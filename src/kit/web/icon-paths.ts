/** The pictures of the house, drawn in a square of 24 by 24. Content names them. */
export const ICON_PATHS = {
  alert: 'M12 3 1.8 20.5h20.4L12 3Zm0 6.2v5m0 2.6v.4',
  arrow: 'M5 12h14m-6-6 6 6-6 6',
  back: 'M19 12H5m6-6-6 6 6 6',
  check: 'm4.5 12.5 5 5 10-11',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4.5V12l3.2 2',
  follow: 'M12 5C6.5 5 3 10 2 12c1 2 4.5 7 10 7s9-5 10-7c-1-2-4.5-7-10-7Zm0 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9.2 9.4a2.9 2.9 0 1 1 4.3 2.5c-1 .6-1.5 1.2-1.5 2.3m0 2.6v.4',
  house: 'M3 11.5 12 4l9 7.5M5.5 9.5V20h13V9.5M10 20v-6h4v6',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 7.5V17m0-10v.4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 20.5c.8-4 4-6 8-6s7.2 2 8 6',
  phone:
    'M5 3.5h4l1.7 4.6-2.3 1.7a13 13 0 0 0 5.8 5.8l1.7-2.3 4.6 1.7v4c0 1-.8 1.5-1.6 1.5C10.5 20 4 13.5 3.5 5.1 3.5 4.3 4 3.5 5 3.5Z',
  place:
    'M12 21.5c4.5-5 7-8.6 7-12a7 7 0 1 0-14 0c0 3.4 2.5 7 7 12Zm0-14.5a2.6 2.6 0 1 0 0 5.2A2.6 2.6 0 0 0 12 7Z',
  talk: 'M4 4.5h16v11.5h-9l-5 4v-4H4V4.5Z',
  work: 'M4 5.5h3m3 0h10M4 12h3m3 0h10M4 18.5h3m3 0h10',
  bench: 'M3 10.5h18M3 14h18M5.5 14v5M18.5 14v5M5.5 10.5V6m13 4.5V6',
  bin: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10.5 11v5.5m3-5.5v5.5',
  coins:
    'M9 4.5c3 0 5.5 1.1 5.5 2.6S12 9.7 9 9.7 3.5 8.6 3.5 7.1 6 4.5 9 4.5ZM3.5 7.1v5.2c0 1.5 2.5 2.7 5.5 2.7m5.5-7.9v2.4M15 12.3c3 0 5.5 1.1 5.5 2.6s-2.5 2.6-5.5 2.6-5.5-1.1-5.5-2.6 2.5-2.6 5.5-2.6Zm-5.5 2.6v3c0 1.5 2.5 2.6 5.5 2.6s5.5-1.1 5.5-2.6v-3',
  heart:
    'M12 20C6 15.5 3 12.3 3 8.9 3 6.5 4.9 4.8 7.1 4.8c2 0 3.7 1.1 4.9 3 1.2-1.9 2.9-3 4.9-3 2.2 0 4.1 1.7 4.1 4.1 0 3.4-3 6.6-9 11.1Z',
  lamp: 'M8 21h8M12 21V10M7 10h10l-2-6H9l-2 6Zm-2.5 4 1.5-1.5m13.5 1.5L18 12.5',
  paving: 'M3.5 5.5h17v13h-17v-13Zm0 6.5h17M9 5.5V12m6 0v6.5',
  shield: 'M12 3.5 4.5 6v6c0 4.5 3.2 7.2 7.5 8.8 4.3-1.6 7.5-4.3 7.5-8.8V6L12 3.5Z',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5-.5a4.5 4.5 0 0 1 0 6m2.5-8.5a8 8 0 0 1 0 11',
  tree: 'M12 21v-7m0 0-3-3m3 1 3-3M12 3.5c-4 0-6.5 2.7-6.5 5.7S8 14.5 12 14.5s6.5-2.3 6.5-5.3S16 3.5 12 3.5Z',
} as const;

export type IconName = keyof typeof ICON_PATHS;

/** The picture that goes by this name; a pin for a name that nobody drew. */
export function iconPath(name: string): string {
  return Object.hasOwn(ICON_PATHS, name) ? ICON_PATHS[name as IconName] : ICON_PATHS.place;
}
