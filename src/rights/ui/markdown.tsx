import { Heading, Paragraph, Table } from '../../kit/web/index.tsx';

/** Shows a text that `documents.ts` wrote: headings, lists, tables and plain sentences are all it uses. */
export function Markdown({ text }: { readonly text: string }) {
  const parts = text.trim().split('\n\n');
  let heading = '';
  return parts.map((part, at) => {
    if (part.startsWith('## ')) heading = part.slice(3);
    // the parts never change places, so their place may be their key
    return <Part key={at} part={part} caption={heading} />;
  });
}

function Part({ part, caption }: { readonly part: string; readonly caption: string }) {
  if (part.startsWith('# ')) return <Heading level={2}>{part.slice(2)}</Heading>;
  if (part.startsWith('## ')) return <Heading level={3}>{part.slice(3)}</Heading>;
  const lines = part.split('\n');
  if (part.startsWith('- ')) {
    return (
      <ul className="wijk-bullets">
        {lines.map((line) => (
          <li key={line}>{line.slice(2)}</li>
        ))}
      </ul>
    );
  }
  return part.startsWith('| ') ? <Cells lines={lines} caption={caption} /> : <Paragraph>{part}</Paragraph>;
}

function Cells({ lines, caption }: { readonly lines: readonly string[]; readonly caption: string }) {
  const [headers = [], , ...rows] = lines.map(cellsOf);
  const columns = headers.map((header, at) => ({
    key: String(at),
    header,
    primary: at === 0,
    cell: (row: readonly string[]) => row[at]?.replaceAll('`', ''),
  }));
  return (
    <Table
      caption={caption}
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={(row) => row[0] ?? ''}
      empty={null}
    />
  );
}

function cellsOf(line: string): string[] {
  return line
    .replaceAll(/^\| | \|$/g, '')
    .split(' | ')
    .map((cell) => cell.replaceAll(String.raw`\|`, '|'));
}
