import { formatDate } from '../../kit/time-text.ts';
import { HiddenInput, RadioGroup, useT } from '../../kit/web/index.tsx';
import type { ThereReport } from './form-state.ts';

/** What is reported near the place already: is it the same? Nobody has to answer. */
export function Already({ there }: { readonly there: readonly ThereReport[] }) {
  const t = useT();
  const options = there.map(({ number, kind, street, receivedAt, isInHand }) => {
    const what = kind ?? t('nearby.something');
    const state = t(isInHand ? 'nearby.in-hand' : 'nearby.waiting');
    return {
      value: String(number),
      label: street === undefined ? what : t('nearby.at', { what, street }),
      hint: t('nearby.since', { date: formatDate(t, receivedAt), state }),
    };
  });
  return (
    <div className="wijk-question">
      <HiddenInput name="nearby" value="shown" />
      <RadioGroup
        optional
        name="same"
        label={t('nearby.question', { count: there.length })}
        hint={t('nearby.hint')}
        options={[...options, { value: 'other', label: t('nearby.other') }]}
      />
    </div>
  );
}
