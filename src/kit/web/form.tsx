import { createContext, useContext, type ReactNode } from 'react';
import { Form as RouterForm, useActionData } from 'react-router';
import type { Form as FormValues } from '../form.ts';
import type { Refusal } from '../outcome.ts';
import type { T } from '../translate.ts';
import type { FormState } from './responses.ts';
import { Icon } from './icon.tsx';
import { Heading } from './text.tsx';
import { useT } from './use-page.tsx';

interface FormNow extends FormState {
  readonly intent: string | undefined;
}

const Current = createContext<FormNow>({ values: {}, refusals: [], intent: undefined });

interface FormProps {
  /** Where it is sent; without, to the page itself. */
  readonly action?: string;
  /** Tells several forms of one page apart: posted as `intent`, and only that form shows again what was wrong. */
  readonly intent?: string;
  /** For fields that stand outside the form and belong to it by their `form`. */
  readonly id?: string;
  /** What the fields show at first. */
  readonly values?: FormValues;
  /** What the fields are called in the summary of mistakes, by name; for mistakes whose words do not name the field. */
  readonly labels?: Labels;
  /** Has a field for files. */
  readonly files?: boolean;
  readonly children: ReactNode;
}

type Labels = Readonly<Record<string, string>>;

/**
 * A form that posts without scripts. When the action answered with `showAgain`, its fields show what was typed, each
 * mistake stands beside its field, and a summary on top leads to all of them.
 */
export function Form({ action, intent, id, values = {}, labels = {}, files = false, children }: FormProps) {
  const answer = useFormState();
  const mine = answer && (intent === undefined || answer.values.intent === intent) ? answer : undefined;
  // what was unticked is not posted: then the first values must not come back
  const state = { values: mine?.values ?? values, refusals: mine?.refusals ?? [], intent };
  return (
    <Current.Provider value={state}>
      <RouterForm
        id={id}
        method="post"
        action={action}
        encType={files ? 'multipart/form-data' : undefined}
        reloadDocument
        noValidate
        className="wijk-form"
      >
        <ErrorSummary refusals={state.refusals} labels={labels} intent={intent} />
        {intent === undefined ? null : <input type="hidden" name="intent" value={intent} />}
        {children}
      </RouterForm>
    </Current.Provider>
  );
}

interface QuestionFormProps {
  readonly action: string;
  readonly values: FormValues;
  readonly refusals?: readonly Refusal[];
  readonly labels?: Labels;
  readonly className?: string;
  /** What is asked, where a page has several of these: tells them apart for who does not see them. */
  readonly title?: string;
  readonly children: ReactNode;
}

/** A question and no change: sent by GET, so that its answer has an address, with the same fields as a {@link Form}. */
export function QuestionForm(props: QuestionFormProps) {
  const { action, values, refusals = [], labels = {}, className, title, children } = props;
  return (
    <Current.Provider value={{ values, refusals, intent: undefined }}>
      <form
        method="get"
        action={action}
        className={className ?? 'wijk-form'}
        noValidate
        role="search"
        aria-label={title}
      >
        <ErrorSummary refusals={refusals} labels={labels} />
        {children}
      </form>
    </Current.Provider>
  );
}

/** What the action answered when it refused the form, else undefined. */
export function useFormState(): FormState | undefined {
  const answer: unknown = useActionData();
  return isFormState(answer) ? answer : undefined;
}

function isFormState(answer: unknown): answer is FormState {
  return (
    typeof answer === 'object' &&
    answer !== null &&
    'values' in answer &&
    'refusals' in answer &&
    Array.isArray(answer.refusals)
  );
}

/** The words of a refusal, from the catalogue. */
export function refusalText(t: T, { code, facts }: Refusal): string {
  return t(`refusal.${code}`, facts);
}

/** Two forms of one page may have a field of the same name; the intent keeps their ids apart. */
function fieldId(name: string, intent?: string): string {
  return intent === undefined ? `field-${name}` : `field-${intent}-${name}`;
}

interface ErrorSummaryProps {
  readonly refusals: readonly Refusal[];
  readonly labels?: Labels;
  readonly intent?: string | undefined;
}

/** All mistakes at once, above the form. Takes the focus when the page opens, without scripts. */
function ErrorSummary({ refusals, labels = {}, intent }: ErrorSummaryProps) {
  const t = useT();
  if (refusals.length === 0) return null;
  return (
    <div
      className="utrecht-alert utrecht-alert--error wijk-error-summary"
      role="alert"
      tabIndex={-1}
      // The form was sent, and this is the answer: the focus belongs here.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus
      id="error-summary"
    >
      <div className="utrecht-alert__icon">
        <Icon name="alert" size="large" />
      </div>
      <div className="utrecht-alert__content">
        <div className="utrecht-alert__message">
          <Heading level={2} look={3}>
            {t('kit.errors.title', { count: refusals.length })}
          </Heading>
          <ul className="wijk-error-summary__list">
            {refusals.map((refusal) => (
              <li key={`${refusal.pointer ?? ''} ${refusal.code}`}>
                <RefusalLink refusal={refusal} label={labels[refusal.pointer ?? '']} intent={intent} />
              </li>
            ))}
          </ul>
        </div>
      </div>
    </div>
  );
}

interface RefusalLinkProps {
  readonly refusal: Refusal;
  readonly label: string | undefined;
  readonly intent: string | undefined;
}

function RefusalLink({ refusal, label, intent }: RefusalLinkProps) {
  const t = useT();
  const words =
    label === undefined
      ? refusalText(t, refusal)
      : t('kit.errors.labelled', { label, message: refusalText(t, refusal) });
  if (refusal.pointer === undefined) return words;
  return (
    <a className="nl-link" href={`#${fieldId(refusal.pointer, intent)}`}>
      {words}
    </a>
  );
}

export interface Field {
  readonly id: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly refusals: readonly Refusal[];
  readonly invalid: boolean;
  readonly hintId: string;
  readonly errorId: string;
}

/** What a field of the form around it shows: its value, and what is wrong with it. */
export function useField(name: string): Field {
  return makeField(name, useContext(Current));
}

/** The same for a form that is no {@link Form}: one that asks by GET, or sends a file alone. */
export function makeField(name: string, { values = {}, refusals = [], intent }: Partial<FormNow>): Field {
  const value = values[name];
  const mine = refusals.filter(({ pointer }) => pointer === name);
  const id = fieldId(name, intent);
  return {
    id,
    value: typeof value === 'string' ? value : (value?.[0] ?? ''),
    values: typeof value === 'string' ? [value] : (value ?? []),
    refusals: mine,
    invalid: mine.length > 0,
    hintId: `${id}-hint`,
    errorId: `${id}-error`,
  };
}

/** The ids for aria-describedby, or undefined when nothing describes the field. */
export function describedBy({ hintId, errorId, invalid }: Field, hint: ReactNode): string | undefined {
  const ids = [hint ? hintId : '', invalid ? errorId : ''].filter(Boolean);
  return ids.length > 0 ? ids.join(' ') : undefined;
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
  /** Fields are required unless this says otherwise; the label then says so in words. */
  readonly optional?: boolean;
}

interface FormFieldProps extends FieldProps {
  readonly field: Field;
  readonly children: ReactNode;
}

/** Label, hint, mistakes and the control itself, in the order in which they are read. */
export function FormField({ field, label, hint, optional = false, children }: FormFieldProps) {
  return (
    <div className={field.invalid ? 'utrecht-form-field utrecht-form-field--invalid' : 'utrecht-form-field'}>
      <div className="utrecht-form-field__label">
        <label className="utrecht-form-label" htmlFor={field.id}>
          {label}
          {optional ? <Optional /> : null}
        </label>
      </div>
      <FieldHint field={field} hint={hint} />
      <FieldErrors field={field} />
      <div className="utrecht-form-field__input">{children}</div>
    </div>
  );
}

export function FieldHint({ field, hint }: { readonly field: Field; readonly hint: ReactNode }) {
  return hint ? (
    <div className="utrecht-form-field__description utrecht-form-field-description" id={field.hintId}>
      {hint}
    </div>
  ) : null;
}

export function FieldErrors({ field }: { readonly field: Field }) {
  const t = useT();
  if (!field.invalid) return null;
  return (
    <div className="utrecht-form-field__error-message utrecht-form-field-error-message" id={field.errorId}>
      {field.refusals.map((refusal) => (
        <div key={refusal.code}>{refusalText(t, refusal)}</div>
      ))}
    </div>
  );
}

export function Optional() {
  const t = useT();
  return <span className="wijk-optional"> {t('kit.field.optional')}</span>;
}

export function HiddenInput({ name, value }: { readonly name: string; readonly value: string }) {
  return <input type="hidden" name={name} value={value} />;
}

/** What was answered before, in a form of several steps: every value that came with the post, but those of this step. */
export function Carried({ except }: { readonly except: (name: string) => boolean }) {
  const { values } = useContext(Current);
  return Object.entries(values)
    .filter(([name]) => !except(name))
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one, at) => (
        <HiddenInput key={`${name} ${String(at)}`} name={name} value={one} />
      )),
    );
}

/** Fields that belong together, under one question. */
export function Fieldset({
  legend,
  hint,
  children,
}: {
  readonly legend: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <fieldset className="wijk-fieldset">
      <legend className="wijk-fieldset__legend">{legend}</legend>
      {hint ? <div className="utrecht-form-field-description">{hint}</div> : null}
      <div className="wijk-fieldset__fields">{children}</div>
    </fieldset>
  );
}
