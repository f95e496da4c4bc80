import { describedBy, FormField, useField, type FieldProps } from './form.tsx';

/** One file from the device. `accept` helps to find it and holds up nothing: what a file is, the server sees. */
export function FileInput({ accept, ...props }: FieldProps & { readonly accept: string }) {
  const { name, hint } = props;
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <input
        className="wijk-image-input"
        id={field.id}
        name={name}
        type="file"
        accept={accept}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}
