import { describedBy, FormField, useField, type FieldProps } from './form.tsx';

/**
 * Photos from the camera or the library, several at once. A telephone that keeps its photos as HEIC makes JPEG of them
 * for a page that asks for pictures.
 */
export function ImageInput(props: FieldProps) {
  const { name, hint } = props;
  const field = useField(name);
  return (
    <FormField {...props} field={field}>
      <input
        className="wijk-image-input"
        id={field.id}
        name={name}
        type="file"
        accept="image/*"
        multiple
        aria-invalid={field.invalid || undefined}
        aria-describedby={describedBy(field, hint)}
      />
    </FormField>
  );
}
