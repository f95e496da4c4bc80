import { useLoaderData } from 'react-router';
import {
  Badge,
  Details,
  refusalText,
  Small,
  Stack,
  Table,
  useFormState,
  useT,
  type Column,
} from '../../kit/web/index.tsx';
import { BLOCK_REFUSALS, type SheetRow } from '../sheet-wire.ts';
import type { loader } from './sheet.server.ts';

export const TAKE_IN = 'inlezen';
const WORDS_SHOWN = 220;

/** The rows that are no report yet; what asks for a call stands on top. */
export function SheetRows({ rows }: { readonly rows: readonly SheetRow[] }) {
  const t = useT();
  const columns: Column<SheetRow>[] = [
    useChoose(),
    {
      key: 'number',
      header: t('sheets.row'),
      primary: true,
      cell: ({ number }) => <span className="wijk-sheet-number">{t('sheets.row-number', { number })}</span>,
    },
    { key: 'words', header: t('sheets.field.words'), cell: (row) => <Told row={row} /> },
    { key: 'place', header: t('sheets.field.address'), cell: (row) => <Where row={row} /> },
    {
      key: 'nature',
      header: t('sheets.nature'),
      cell: ({ nature }) => (nature ? t(`triage.nature.${nature}`) : t('sheets.nature-desk')),
    },
    { key: 'remarks', header: t('sheets.remarks'), cell: (row) => <Remarks row={row} /> },
  ];
  return (
    <Table
      caption={t('sheets.rows')}
      columns={columns}
      rows={rows}
      rowKey={({ number }) => String(number)}
      rowTone={({ danger, block, same }) =>
        danger.length > 0 ? 'late' : block !== undefined || same.length > 0 ? 'attention' : undefined
      }
      empty={null}
    />
  );
}

function useChoose(): Column<SheetRow> {
  const t = useT();
  const { ticked } = useLoaderData<typeof loader>();
  const answer = useFormState();
  const kept = answer?.values['intent'] === TAKE_IN ? [answer.values['rij'] ?? []].flat() : ticked;
  return {
    key: 'choose',
    header: t('sheets.choose'),
    control: true,
    cell: ({ number, block }) =>
      block === undefined ? (
        <input
          type="checkbox"
          className="utrecht-checkbox utrecht-checkbox--html-input wijk-checkbox"
          form={TAKE_IN}
          name="rij"
          value={number}
          defaultChecked={kept.includes(String(number))}
          aria-label={t('sheets.choose-row', { number })}
        />
      ) : null,
  };
}

function Told({ row: { words, date, contact, reference } }: { readonly row: SheetRow }) {
  const t = useT();
  const facts = [
    date && t('sheets.told.date', { date }),
    contact && t('sheets.told.contact', { contact }),
    reference && t('sheets.told.reference', { reference }),
  ].filter((fact) => fact !== undefined && fact !== '');
  return (
    <Stack gap="small">
      {words.length > WORDS_SHOWN ? (
        <div className="wijk-sheet-long">
          <Details summary={`${words.slice(0, WORDS_SHOWN)}…`}>
            <span className="wijk-sheet-words">{words}</span>
          </Details>
        </div>
      ) : (
        <span className="wijk-sheet-words">{words}</span>
      )}
      {facts.length > 0 ? <Small>{facts.join(' · ')}</Small> : null}
    </Stack>
  );
}

function Where({ row: { place } }: { readonly row: SheetRow }) {
  const t = useT();
  if (!place) return t('sheets.no-place');
  return place.isFound ? place.text : t('sheets.place-typed', { place: place.text });
}

/** What to look at before ticking: danger, what is missing, what is doubtful, and what looks the same. */
function Remarks({ row }: { readonly row: SheetRow }) {
  const t = useT();
  const { danger, block, doubts, same, refusal } = row;
  if (danger.length + doubts.length + same.length === 0 && !block && !refusal) return t('sheets.nothing');
  return (
    <ul className="wijk-plain-list">
      {danger.length > 0 ? (
        <li>
          <Badge tone="late">{t('sheets.call-first')}</Badge>{' '}
          {t('sheets.danger-words', { words: danger.join(', ') })}
        </li>
      ) : null}
      {refusal ? (
        <li>
          <Badge tone="attention">{t('sheets.not-made')}</Badge> {refusalText(t, { code: refusal })}
        </li>
      ) : null}
      {block && !refusal ? <li>{refusalText(t, BLOCK_REFUSALS[block])}</li> : null}
      {same.map(({ by, number }) => (
        <li key={`${by} ${number}`}>
          <Badge tone="attention">{t('sheets.same')}</Badge>{' '}
          {t(`sheets.same.${by}`, { number: String(number) })}
        </li>
      ))}
      {doubts.map((doubt) => (
        <li key={doubt}>{t(`sheets.doubt.${doubt}`)}</li>
      ))}
    </ul>
  );
}
