import type { Letter, Paragraph } from './model.ts';

/** Plain words, as every program for mail shows them. */
export function plainText({ paragraphs, foot }: Letter): string {
  const lines = paragraphs.map((each) => (each.kind === 'link' ? `${each.text}:\n${each.href}` : each.text));
  return `${[...lines, '-- ', ...foot].join('\n\n').replace('-- \n\n', '-- \n')}\n`;
}

/**
 * The same as a page: one column, headings none, links in words, the language said, nothing fetched from anywhere, and
 * no picture that tells us that it was opened.
 */
export function htmlText(letter: Letter): string {
  const { language, subject, paragraphs, foot } = letter;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px 16px;font-family:Verdana,Arial,sans-serif;font-size:16px;line-height:1.5;color:#1a1a1a;background:#ffffff">',
    '<div style="max-width:36em">',
    ...paragraphs.map(block),
    '<hr style="border:0;border-top:1px solid #767676;margin:24px 0 16px">',
    ...foot.map((text) => `<p style="margin:0 0 12px;font-size:14px;color:#4a4a4a">${escaped(text)}</p>`),
    '</div></body></html>',
  ].join('\n');
}

function block(paragraph: Paragraph): string {
  switch (paragraph.kind) {
    case 'words':
      return `<p style="margin:0 0 16px">${escaped(paragraph.text).replaceAll('\n', '<br>')}</p>`;
    case 'code':
      return `<p style="margin:0 0 16px;font-family:Consolas,monospace;font-size:20px;font-weight:bold">${escaped(paragraph.text)}</p>`;
    case 'link':
      return `<p style="margin:0 0 16px"><a href="${escaped(paragraph.href)}" style="color:#0b5394;font-weight:bold">${escaped(paragraph.text)}</a></p>`;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
}
