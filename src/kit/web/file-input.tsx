import { describedBy, FormField, useField, type FieldProps } from './form.tsx';

interface FileInputProps extends FieldProps {
  /** Helps to find it and holds up nothing: what a file is, the server sees. */
  readonly accept: string;
  readonly multiple?: boolean;
}

/** A file from the device, or several at once. */
export function FileInput({ accept, multiple, ...props }: FileInputProps) {
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
        multiple={multiple}
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}
