/** The components of every page. Pages import from here; loaders and actions from `context.ts` and `responses.ts`. */
export { Alert, CallLink, DoneNotice, EmergencyBanner } from './alert.tsx';
export { Button, ButtonLink, SubmitButton } from './button.tsx';
export { Badge, Card, Cards, DataList, Details, EmptyState, LinkCard, Timeline } from './content.tsx';
export {
  Checkbox,
  CheckboxGroup,
  RadioGroup,
  Select,
  TextArea,
  TextInput,
  type Option,
} from './controls.tsx';
export { FileInput } from './file-input.tsx';
export { DocumentInput } from './document-input.tsx';
export { ImageInput } from './image-input.tsx';
export {
  Carried,
  Fieldset,
  Form,
  FormField,
  HiddenInput,
  makeField,
  QuestionForm,
  refusalText,
  useField,
  useFormState,
} from './form.tsx';
export { CopyText } from './copy-text.tsx';
export { HouseAgain } from './house-again.tsx';
export { Icon } from './icon.tsx';
export { MapPicture } from './map-picture.tsx';
export type { MapMark, MarkTone } from './map-marks.tsx';
export { gatherPins, type PinGroup } from './map-pins.ts';
export { MapPanel, type MapWay } from './map-panel.tsx';
export { TabLinks } from './navigation.tsx';
export { PrintButton, PrintedHead } from './print.tsx';
export { Table, type Column } from './table.tsx';
export { Heading, Hidden, Link, Page, Paragraph, Row, SideBySide, Small, Stack, Words } from './text.tsx';
export { usePage, useT, useTownHref } from './use-page.tsx';
