import { Button } from './button.tsx';
import { Form, HiddenInput } from './form.tsx';
import { Small } from './text.tsx';

interface HouseAgainProps {
  /** What the form was made from: who was first is told. */
  readonly version: number;
  readonly text: string;
  readonly submit: string;
}

/** One press back to what the house says, in the place of the municipality's own. */
export function HouseAgain({ version, text, submit }: HouseAgainProps) {
  return (
    <Form intent="house">
      <HiddenInput name="version" value={String(version)} />
      <Small>{text}</Small>
      <Button>{submit}</Button>
    </Form>
  );
}
