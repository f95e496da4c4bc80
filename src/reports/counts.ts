/** What other rooms may know of reports without knowing any report: answers that can be counted, and their counts. */
export { observedSince } from './store.ts';
