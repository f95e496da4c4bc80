import { FileInput } from './file-input.tsx';
import type { FieldProps } from './form.tsx';

/**
 * Photos from the camera or the library, several at once. A telephone that keeps its photos as HEIC makes JPEG of them
 * for a page that asks for pictures.
 */
export function ImageInput(props: FieldProps) {
  return <FileInput {...props} accept="image/*" multiple />;
}
