import { describe, expect, it } from 'vitest';
import { forbiddenWords } from './words.ts';

describe('words that may not stand in the repository', () => {
  it.each([
    `TO${'DO'}`,
    `FIX${'ME'}`,
    `verwarde ${'man'}`,
    `Verwarde ${'personen'}`,
    `../${'shared'}`,
    `/${'home'}/somebody/x`,
    `/${'root'}/x`,
  ])('finds %s', (word) => {
    expect(forbiddenWords([{ path: 'docs/a.md', text: `One line.\nHere (${word}) it is.` }])).toEqual([
      expect.objectContaining({ path: 'docs/a.md', line: 2 }),
    ]);
  });

  it('leaves ordinary words and addresses alone', () => {
    const text = 'todo list; onbegrepen gedrag; https://example.org/home/x; src/home/town.tsx; /root only';
    expect(forbiddenWords([{ path: 'docs/a.md', text }])).toEqual([]);
  });
});
