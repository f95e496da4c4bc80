import { expect, it } from 'vitest';
import { wayBack } from './way-back.ts';

it.each([
  ['/proefstad/werk', '/proefstad/werk'],
  ['/proefstad/werk/1012', '/proefstad/werk/1012'],
  ['/proefstad/overzicht?lijst=stil', '/proefstad/overzicht?lijst=stil'],
  ['/proefstad/../proefstad/werk', '/proefstad/werk'],
])('leads back to %s', (naar, page) => {
  expect(wayBack(naar, 'proefstad')).toBe(page);
});

it.each([
  null,
  undefined,
  '',
  'werk',
  'https://elders.example/proefstad/werk',
  '//elders.example/proefstad/werk',
  '/\\elders.example/proefstad/werk',
  '\\/elders.example',
  '/anderdorp/werk',
  '/proefstad/../anderdorp/werk',
  '/proefstadion/werk',
  '/proefstad/inloggen',
  '/proefstad/uitloggen',
  'javascript:alert(1)',
])('does not follow %s', (naar) => {
  expect(wayBack(naar, 'proefstad')).toBeUndefined();
});
