import {
  Alert,
  ButtonLink,
  Details,
  Paragraph,
  refusalText,
  Stack,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { SheetView } from '../sheet-wire.ts';

/** What became of the rows that were taken in: their numbers, and which were not made and why. */
export function SheetMade({ view: { id, rows, made } }: { readonly view: SheetView }) {
  const t = useT();
  const href = useTownHref();
  const refused = rows.filter(({ refusal }) => refusal !== undefined);
  if (made === 0 && refused.length === 0) return null;
  return (
    <Alert
      kind={refused.length === 0 ? 'ok' : 'info'}
      role="status"
      title={t('sheets.made', { count: made })}
    >
      <Stack gap="small">
        {refused.length > 0 ? (
          <>
            <Paragraph>{t('sheets.refused', { count: refused.length })}</Paragraph>
            <ul className="wijk-plain-list">
              {refused.map(({ number, refusal = '' }) => (
                <li key={number}>
                  {t('sheets.refused-line', { number, why: refusalText(t, { code: refusal }) })}
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {made > 0 ? (
          <Details summary={t('sheets.numbers')}>
            <ul className="wijk-sheet-numbers">
              {rows.flatMap(({ number, report }) =>
                report === undefined
                  ? []
                  : [
                      <li key={number}>
                        {t('sheets.number-line', { row: number, number: String(report) })}
                      </li>,
                    ],
              )}
            </ul>
          </Details>
        ) : null}
        <div>
          <ButtonLink href={href(`/werk/inlezen/${id}/uitkomst.csv`)}>{t('sheets.download')}</ButtonLink>
        </div>
      </Stack>
    </Alert>
  );
}
