import { ok, refuse, type Outcome } from '../kit/outcome.ts';

const REFERENCE_MAX = 64;

const SHAPE = /^[\p{L}\p{N}][\p{L}\p{N} ._/:#-]*$/u;
const pointer = 'reference';

/**
 * The reference that somebody typed or pasted. The name of the system before it falls away. It holds a digit and few signs: it is the
 * number of something, and no place to write of a person.
 */
export function readReference(typed: string, systemName = ''): Outcome<string> {
  const line = typed.normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
  const reference = withoutName(line, systemName);
  if (reference.length > REFERENCE_MAX) return refuse('reference-long', { pointer });
  return SHAPE.test(reference) && /\p{N}/u.test(reference)
    ? ok(reference)
    : refuse('reference-shape', { pointer });
}

function withoutName(line: string, name: string): string {
  const isNamed = name !== '' && line.toLowerCase().startsWith(`${name.toLowerCase()} `);
  return isNamed ? line.slice(name.length).trim() : line;
}

/** How references are compared: capitals and spaces make no difference. */
export function referenceKey(reference: string): string {
  return reference.toLowerCase().replaceAll(' ', '');
}
