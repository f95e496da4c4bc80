import { describedBy, FormField, useField, type FieldProps } from './form.tsx';

/** Documents from the device, several at once. */
export function DocumentInput(props: FieldProps) {
  const { name, hint } = props;
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <input
        className="wijk-image-input"
        id={field.id}
        name={name}
        type="file"
        accept="application/pdf,.pdf"
        multiple
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}
