import { expect, it } from 'vitest';
import { inOrder } from './order.ts';

const tables = ['words', 'report', 'town', 'area'].map((name) => ({ name }));

it('puts each table after those it refers to, and otherwise goes by name', () => {
  const references = [
    { from: 'words', to: 'report' },
    { from: 'report', to: 'town' },
    { from: 'area', to: 'town' },
    { from: 'area', to: 'area' },
    { from: 'area', to: 'elsewhere' },
  ];
  expect(inOrder(tables, references).map(({ name }) => name)).toEqual(['town', 'area', 'report', 'words']);
});

it('refuses a circle of keys that are checked at once', () => {
  const circle = [
    { from: 'report', to: 'town' },
    { from: 'town', to: 'report' },
  ];
  expect(() => inOrder(tables, circle)).toThrow('got one among report, town');
});
