import type { ReactNode } from 'react';
import { Hidden } from './text.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, so that they can be compared. */
  readonly numeric?: boolean;
  /** The cell that names the row: its heading, and on a small screen the title of the card. One column has it. */
  readonly primary?: boolean;
  /** The cell holds something to press or tick, which says itself what it is; its heading is for who cannot see it. */
  readonly control?: boolean;
}

interface TableProps<Row> {
  /** What the table shows; read out before it. */
  readonly caption: string;
  readonly captionHidden?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Marks a row at its edge; the words in the row say why. */
  readonly rowTone?: (row: Row) => 'late' | 'attention' | undefined;
  /** On a small screen a row is a few lines without labels: for long lists whose cells speak for themselves. */
  readonly compact?: boolean;
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode;
}

/**
 * A table that becomes a list of cards on a small screen. The roles are written out because browsers forget them when
 * styles make a row a block.
 */
export function Table<Row>({
  caption,
  captionHidden = false,
  columns,
  rows,
  rowKey,
  rowTone,
  compact = false,
  empty,
}: TableProps<Row>) {
  if (rows.length === 0) return empty;
  return (
    <table
      className={compact ? 'utrecht-table wijk-table wijk-table--compact' : 'utrecht-table wijk-table'}
      role="table"
    >
      <caption className={captionHidden ? 'utrecht-table__caption wijk-hidden' : 'utrecht-table__caption'}>
        {caption}
      </caption>
      <thead className="utrecht-table__header" role="rowgroup">
        <tr className="utrecht-table__row" role="row">
          {columns.map(({ key, header, numeric, control }) => (
            <th
              key={key}
              className={`utrecht-table__header-cell ${kindClass({ numeric, control })}`.trim()}
              scope="col"
              role="columnheader"
            >
              {control ? <Hidden>{header}</Hidden> : header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="utrecht-table__body" role="rowgroup">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className={`utrecht-table__row ${toneClass(rowTone?.(row))}`.trim()}
            role="row"
          >
            {columns.map((column) => cellOf(column, row))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function kindClass({ numeric, control }: Pick<Column<never>, 'numeric' | 'control'>): string {
  if (control) return 'wijk-table__control';
  return numeric ? 'wijk-table__number' : '';
}

function toneClass(tone: 'late' | 'attention' | undefined): string {
  return tone ? `wijk-table__row--${tone}` : '';
}

/** A function and no component: a list has thousands of cells, and a component takes as long as what is in it. */
function cellOf<Row>(column: Column<Row>, row: Row): ReactNode {
  const { key } = column;
  const className = column.numeric ? 'utrecht-table__cell wijk-table__number' : 'utrecht-table__cell';
  if (column.control)
    return (
      <td key={key} className={`${className} wijk-table__control`} role="cell">
        {column.cell(row)}
      </td>
    );
  return column.primary ? (
    <th key={key} className={`${className} wijk-table__name`} scope="row" role="rowheader">
      {column.cell(row)}
    </th>
  ) : (
    <td key={key} className={className} role="cell" data-label={column.header}>
      <div className="wijk-table__value">{column.cell(row)}</div>
    </td>
  );
}
