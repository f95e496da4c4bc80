import { readFileSync } from 'node:fs';
import { contentFile } from '../kit/content.ts';
import { Categories } from './model.ts';

/** The list of what can be reported through Open311: a file that a municipality can change. */
export function loadCategories(): Categories {
  return Categories.parse(JSON.parse(readFileSync(contentFile('open311/categories.json'), 'utf8')));
}
