import type { Palette } from '../kit/web/context.ts';

const COLOUR = /^#[0-9a-f]{6}$/i;

/** A municipality's colours as a style sheet: the accent palette, of which all other colours of the house are made. */
export function themeCss(palette: Palette): string {
  const lines = Object.entries(palette).map(([step, colour]) => {
    if (!COLOUR.test(colour))
      throw new Error(`expected a colour such as #0b5a68 for step ${step} of a theme, got '${colour}'`);
    return `  --voorbeeld-kleuren-violet-${Number(step)}: ${colour};`;
  });
  return `:root {\n${lines.join('\n')}\n}\n`;
}
