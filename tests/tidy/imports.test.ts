import { describe, expect, it } from 'vitest';
import { importCircles } from './imports.ts';

describe('circles among files', () => {
  it('finds a circle and names its whole round', () => {
    const files = [
      { path: 'src/kit/a.ts', text: `import { b } from './b.ts';\nexport const a = b;\n` },
      { path: 'src/kit/b.ts', text: `import { c } from './c.ts';\nexport const b = c;\n` },
      { path: 'src/kit/c.ts', text: `export const c = 1;\nexport type { a } from './a.ts';\n` },
    ];
    expect(importCircles(files)).toEqual([
      {
        path: 'src/kit/c.ts',
        line: 2,
        wrong: 'closes a circle: src/kit/a.ts → src/kit/b.ts → src/kit/c.ts → src/kit/a.ts',
        cure: 'move what both need into a third file above them',
      },
    ]);
  });

  it('finds a file that imports itself', () => {
    const files = [{ path: 'src/kit/a.ts', text: `import { a } from './a.ts';\nexport { a };\n` }];
    expect(importCircles(files)).toHaveLength(1);
  });

  it('leaves two ways to one file alone', () => {
    const files = [
      { path: 'src/kit/a.ts', text: `import './b.ts';\nimport './c.ts';\n` },
      { path: 'src/kit/b.ts', text: `import './c.ts';\n` },
      { path: 'src/kit/c.ts', text: `export const c = 1;\n` },
    ];
    expect(importCircles(files)).toEqual([]);
  });
});
