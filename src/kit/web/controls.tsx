import type { HTMLInputAutoCompleteAttribute, ReactNode } from 'react';
import {
  describedBy,
  FieldErrors,
  FieldHint,
  FormField,
  Optional,
  useField,
  type Field,
  type FieldProps,
} from './form.tsx';
import { useT } from './use-page.tsx';

const WIDTHS = {
  short: 'wijk-control--short',
  medium: 'wijk-control--medium',
  full: 'wijk-control--full',
} as const;

type Width = keyof typeof WIDTHS;

interface TextInputProps extends FieldProps {
  readonly type?:
    | 'text'
    | 'email'
    | 'tel'
    | 'password'
    | 'search'
    | 'date'
    | 'time'
    | 'datetime-local'
    | 'number';
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly inputMode?: 'text' | 'numeric' | 'tel' | 'email' | 'search';
  readonly width?: Width;
  readonly maxLength?: number;
  readonly spellCheck?: boolean;
  /** The id of a `<datalist>` on the page with suggestions. */
  readonly list?: string;
}

export function TextInput(props: TextInputProps) {
  const { name, type = 'text', width = 'medium', optional = false, hint, spellCheck, maxLength } = props;
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <input
        className={`utrecht-textbox utrecht-textbox--html-input ${WIDTHS[width]}`}
        id={field.id}
        name={name}
        type={type}
        defaultValue={type === 'password' ? undefined : field.value}
        autoComplete={props.autoComplete ?? 'off'}
        inputMode={props.inputMode}
        list={props.list}
        maxLength={maxLength}
        spellCheck={spellCheck}
        aria-required={!optional || undefined}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}

interface TextAreaProps extends FieldProps {
  readonly rows?: number;
  readonly maxLength?: number;
}

export function TextArea(props: TextAreaProps) {
  const { name, rows = 5, maxLength, optional = false, hint } = props;
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <textarea
        className="utrecht-textarea utrecht-textarea--html-textarea wijk-control--full"
        id={field.id}
        name={name}
        rows={rows}
        maxLength={maxLength}
        dir="auto"
        defaultValue={field.value}
        aria-required={!optional || undefined}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  /** In a select: the heading under which it stands, with its neighbours of the same group. */
  readonly group?: string;
}

interface SelectProps extends FieldProps {
  readonly options: readonly Option[];
  /** The words of the empty choice; false when there is none. */
  readonly empty?: string | false;
  readonly width?: Width;
}

export function Select(props: SelectProps) {
  const { name, options, empty, optional = false, width = 'medium', hint } = props;
  const t = useT();
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <select
        className={`utrecht-select utrecht-select--html-select ${field.invalid ? 'utrecht-select--invalid ' : ''}${WIDTHS[width]}`}
        id={field.id}
        name={name}
        defaultValue={field.value}
        aria-required={(!optional && empty !== false) || undefined}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      >
        {empty === false ? null : <option value="">{empty ?? t('kit.field.choose')}</option>}
        {[...Map.groupBy(options, ({ group }) => group)].map(([group, members]) =>
          group === undefined ? (
            <Options key="" options={members} />
          ) : (
            <optgroup key={group} label={group}>
              <Options options={members} />
            </optgroup>
          ),
        )}
      </select>
    </FormField>
  );
}

function Options({ options }: { readonly options: readonly Option[] }) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}

interface ChoiceProps extends FieldProps {
  readonly options: readonly Option[];
}

/** One of a few; every choice can be read before one is made. */
export function RadioGroup(props: ChoiceProps) {
  const field = useField(props.name);
  return (
    <ChoiceFrame {...props} field={field} role="radiogroup">
      {props.options.map((option, index) => (
        <Choice
          key={option.value}
          type="radio"
          name={props.name}
          field={field}
          option={option}
          index={index}
          checked={field.value === option.value}
        />
      ))}
    </ChoiceFrame>
  );
}

/** None, one or more of a few. */
export function CheckboxGroup(props: ChoiceProps) {
  const field = useField(props.name);
  return (
    <ChoiceFrame {...props} field={field}>
      {props.options.map((option, index) => (
        <Choice
          key={option.value}
          type="checkbox"
          name={props.name}
          field={field}
          option={option}
          index={index}
          checked={field.values.includes(option.value)}
        />
      ))}
    </ChoiceFrame>
  );
}

interface ChoiceFrameProps extends FieldProps {
  readonly field: Field;
  readonly role?: 'radiogroup';
  readonly children: ReactNode;
}

function ChoiceFrame({ field, role, label, hint, optional = false, children }: ChoiceFrameProps) {
  return (
    <fieldset
      className={
        field.invalid
          ? 'wijk-fieldset utrecht-form-field utrecht-form-field--invalid'
          : 'wijk-fieldset utrecht-form-field'
      }
      role={role}
      aria-describedby={describedBy(field, hint)}
      aria-required={role && !optional ? true : undefined}
      aria-invalid={role && field.invalid ? true : undefined}
    >
      <legend className="utrecht-form-label wijk-fieldset__question">
        {label}
        {optional ? <Optional /> : null}
      </legend>
      <FieldHint field={field} hint={hint} />
      <FieldErrors field={field} />
      <div className="wijk-choices">{children}</div>
    </fieldset>
  );
}

interface OneChoiceProps {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly field: Field;
  readonly option: Option;
  readonly index: number;
  readonly checked: boolean;
}

/** The first choice carries the id of the field itself, so that the summary of mistakes leads to it. */
function Choice({ type, name, field, option, index, checked }: OneChoiceProps) {
  const id = index === 0 ? field.id : `${field.id}-${index}`;
  const hintId = `${id}-option-hint`;
  return (
    <div className="wijk-choice">
      <input
        className={
          type === 'radio'
            ? 'utrecht-radio-button utrecht-radio-button--html-input'
            : 'utrecht-checkbox utrecht-checkbox--html-input wijk-checkbox'
        }
        id={id}
        type={type}
        name={name}
        value={option.value}
        defaultChecked={checked}
        aria-describedby={option.hint ? hintId : undefined}
      />
      <div>
        <label className="wijk-choice__label" htmlFor={id}>
          {option.label}
        </label>
        {option.hint ? (
          <div className="utrecht-form-field-description" id={hintId}>
            {option.hint}
          </div>
        ) : null}
      </div>
    </div>
  );
}

/** One thing to agree to or not. */
export function Checkbox({
  name,
  label,
  hint,
  value = 'yes',
}: Omit<FieldProps, 'optional'> & { readonly value?: string }) {
  const field = useField(name);
  return (
    <div className={field.invalid ? 'utrecht-form-field utrecht-form-field--invalid' : 'utrecht-form-field'}>
      <FieldErrors field={field} />
      <div className="wijk-choice">
        <input
          className="utrecht-checkbox utrecht-checkbox--html-input wijk-checkbox"
          id={field.id}
          type="checkbox"
          name={name}
          value={value}
          defaultChecked={field.values.includes(value)}
          aria-invalid={field.invalid || undefined}
          aria-describedby={describedBy(field, hint)}
        />
        <div>
          <label className="wijk-choice__label" htmlFor={field.id}>
            {label}
          </label>
          <FieldHint field={field} hint={hint} />
        </div>
      </div>
    </div>
  );
}
