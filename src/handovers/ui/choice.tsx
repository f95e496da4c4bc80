import { FormField, makeField, type Option } from '../../kit/web/index.tsx';

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string | undefined;
  /** What choosing none of them is called; without it one of them is always chosen. */
  readonly all?: string;
  readonly options: readonly Pick<Option, 'value' | 'label'>[];
}

/** One of these, in a form that narrows what a page shows. */
export function Choice({ name, label, value = '', all, options }: ChoiceProps) {
  const field = makeField(name, { values: { [name]: value } });
  return (
    <FormField name={name} label={label} field={field}>
      <select
        className="utrecht-select utrecht-select--html-select wijk-control--medium"
        id={field.id}
        name={name}
        defaultValue={value}
      >
        {all === undefined ? null : <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FormField>
  );
}
