import {
  Alert,
  Button,
  Checkbox,
  Details,
  Form,
  HiddenInput,
  Paragraph,
  refusalText,
  Select,
  useFormState,
  useT,
  type Column,
  type Option,
} from '../../kit/web/index.tsx';
import type { BulkView, ExtractView, ListChoices } from '../wire.ts';

/** The form that the boxes in the rows belong to; it stands outside the table, so that the table prints without it. */
const FORM = 'samen';

/** A box in each row, to choose several reports with. */
export function useChooseColumn(): Column<ExtractView> {
  const t = useT();
  const answer = useFormState();
  const chosen = [answer?.values['intent'] === FORM ? (answer.values['melding'] ?? []) : []].flat();
  return {
    key: 'choose',
    header: t('bulk.column'),
    control: true,
    cell: ({ number }) => (
      <input
        type="checkbox"
        className="utrecht-checkbox utrecht-checkbox--html-input wijk-checkbox"
        form={FORM}
        name="melding"
        value={number}
        defaultChecked={chosen.includes(String(number))}
        aria-label={t('bulk.choose', { number: String(number) })}
      />
    ),
  };
}

interface BulkBarProps {
  readonly choices: ListChoices;
  readonly shown: readonly ExtractView[];
  readonly fresh: string;
  readonly now: Date;
}

/** What to do with the reports that are chosen. One form, and nothing that cannot be put back. */
export function BulkBar({ choices, shown, fresh, now }: BulkBarProps) {
  const t = useT();
  return (
    <div className="wijk-bulk">
      <Form id={FORM} intent={FORM} labels={{ melding: t('bulk.column'), wat: t('bulk.what') }}>
        <HiddenInput name="key" value={fresh} />
        <HiddenInput name="seen" value={String(now.getTime())} />
        <HiddenInput name="getoond" value={shown.map(({ number }) => number).join(' ')} />
        <div className="wijk-bulk__bar">
          <div data-all>
            <Checkbox name="alle" value="ja" label={t('bulk.all', { count: shown.length })} />
          </div>
          <Select name="wat" label={t('bulk.what')} options={useOrders(choices)} />
          <Button>{t('bulk.do')}</Button>
        </div>
      </Form>
    </div>
  );
}

function useOrders({ handOnTo, giveTo }: ListChoices): Option[] {
  const t = useT();
  return [
    { value: 'overnemen', label: t('handovers.do.take-over') },
    ...giveTo.map(({ id, name }) => ({ value: `collega:${id}`, label: name, group: t('bulk.give-to') })),
    ...handOnTo.map(({ id, name }) => ({ value: `dienst:${id}`, label: name, group: t('bulk.hand-on-to') })),
  ];
}

/** What came of it, once: how many, which not and why, and the way back. */
export function BulkMessage({ result }: { readonly result: BulkView | undefined }) {
  const t = useT();
  if (!result) return null;
  const { command, done, refused, isUndone, back, left, canUndo } = result;
  const lines = isUndone ? left : refused;
  const said = isUndone
    ? t('bulk.undone', { count: back.length })
    : t(`bulk.done.${command}`, { count: done.length });
  return (
    <div className="wijk-screen">
      <Alert kind={lines.length === 0 ? 'ok' : 'info'} role="status">
        <Paragraph>{said}</Paragraph>
        {lines.length > 0 ? (
          <Details summary={t(isUndone ? 'bulk.left' : 'bulk.refused', { count: lines.length })} open>
            <ul className="wijk-plain-list">
              {lines.map(({ number, code }) => (
                <li key={number}>
                  {t('bulk.line', { number: String(number), why: refusalText(t, { code }) })}
                </li>
              ))}
            </ul>
          </Details>
        ) : null}
        {canUndo ? (
          <Form intent="ongedaan">
            <HiddenInput name="daad" value={result.id} />
            <Button>{t('bulk.undo')}</Button>
          </Form>
        ) : null}
      </Alert>
    </div>
  );
}
