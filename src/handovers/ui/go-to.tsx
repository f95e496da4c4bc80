import { Button, FormField, useT, useTownHref } from '../../kit/web/index.tsx';

/** To one report by its number, past every list and filter. What is not there for somebody is not there by number either. */
export function GoToReport({ typed = '' }: { readonly typed?: string }) {
  const t = useT();
  const href = useTownHref();
  const id = 'field-nummer';
  const refusals = typed === '' ? [] : [{ code: 'number-mistyped', pointer: 'nummer' }];
  const field = {
    id,
    value: typed,
    values: [typed],
    refusals,
    invalid: refusals.length > 0,
    hintId: `${id}-hint`,
    errorId: `${id}-error`,
  };
  return (
    <form method="get" action={href('/werk')} className="wijk-go-to" noValidate role="search">
      <FormField name="nummer" label={t('handovers.go-to.label')} field={field}>
        <input
          className="utrecht-textbox utrecht-textbox--html-input wijk-control--short"
          id={id}
          name="nummer"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          defaultValue={typed}
          aria-invalid={field.invalid || undefined}
          aria-describedby={field.invalid ? field.errorId : undefined}
        />
      </FormField>
      <Button>{t('handovers.go-to.open')}</Button>
    </form>
  );
}
