/** What JSON can hold. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

/** The name of the elements of a list, by the name of the list. */
export type ItemNames = Readonly<Record<string, string>>;

// What XML 1.0 cannot hold, not even escaped.
const FORBIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A value as an XML 1.0 document with one root; names come from us, texts are escaped. */
export function xmlOf(root: string, value: Value, items: ItemNames = {}): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${element(root, value, items)}\n`;
}

function element(name: string, value: Value, items: ItemNames): string {
  if (value === null) return `<${name}/>`;
  return `<${name}>${inside(name, value, items)}</${name}>`;
}

function inside(name: string, value: Exclude<Value, null>, items: ItemNames): string {
  if (typeof value !== 'object') return escaped(String(value));
  if (isList(value)) return value.map((item) => element(items[name] ?? 'item', item, items)).join('');
  return Object.entries(value)
    .map(([key, one]) => element(key, one, items))
    .join('');
}

function isList(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
