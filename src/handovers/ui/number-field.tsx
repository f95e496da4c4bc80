import type { Refusal } from '../../kit/outcome.ts';
import { FormField, makeField } from '../../kit/web/index.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly typed: string;
  /** Where letters may be typed too. */
  readonly orWords?: boolean;
  /** What is wrong with the question as a whole: this is its first field, and the one that people type in. */
  readonly refusals: readonly Refusal[];
}

/** Asks for the number of a report, in a form that is sent by GET. */
export function NumberField({ label, typed, orWords = false, refusals }: NumberFieldProps) {
  const field = {
    ...makeField('nummer', { values: { nummer: typed } }),
    refusals,
    invalid: refusals.length > 0,
  };
  return (
    <FormField name="nummer" label={label} field={field}>
      <input
        className={`utrecht-textbox utrecht-textbox--html-input ${orWords ? 'wijk-control--full' : 'wijk-control--short'}`}
        id={field.id}
        name="nummer"
        type="text"
        inputMode={orWords ? 'text' : 'numeric'}
        autoComplete="off"
        defaultValue={typed}
        aria-invalid={field.invalid || undefined}
        aria-describedby={field.invalid ? field.errorId : undefined}
      />
    </FormField>
  );
}
