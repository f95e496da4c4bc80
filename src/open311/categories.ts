import { readFileSync } from 'node:fs';
import { contentFile } from '../kit/content.ts';
import { Categories } from './model.ts';

let house: Categories | undefined;

/** The list of what can be reported through Open311: a file that a municipality can change, read once. */
export function loadCategories(): Categories {
  house ??= Categories.parse(JSON.parse(readFileSync(contentFile('open311/categories.json'), 'utf8')));
  return house;
}
