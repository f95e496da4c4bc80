import { describe, expect, it } from 'vitest';
import type { Palette } from '../kit/web/context.ts';
import { themeCss } from './theme.ts';

const palette: Palette = {
  50: '#f1f9fa',
  100: '#e0f0f2',
  200: '#c3e2e6',
  300: '#8fc8d0',
  400: '#1f7482',
  500: '#0b5a68',
  600: '#08434e',
  700: '#052a31',
};

describe('the colours of a municipality', () => {
  it('become the eight steps of the accent palette', () => {
    const css = themeCss(palette);
    expect(css.match(/--voorbeeld-kleuren-violet-\d+: #[0-9a-f]{6};/g)).toHaveLength(8);
    expect(css).toContain('--voorbeeld-kleuren-violet-50: #f1f9fa;');
  });

  it('refuse anything that is no colour, so that no style can be smuggled in', () => {
    expect(() => themeCss({ ...palette, 500: '#fff; } body { display: none' })).toThrow(/expected a colour/);
  });
});
