import { FileInput } from './file-input.tsx';
import type { FieldProps } from './form.tsx';

/** Documents from the device, several at once. */
export function DocumentInput(props: FieldProps) {
  return <FileInput {...props} accept="application/pdf,.pdf" multiple />;
}
