import { Alert, DoneNotice, Paragraph, refusalText, useFormState, useT } from '../../kit/web/index.tsx';
import type { Done } from './done.server.ts';

/** Says once what somebody just did. */
export function DoneMessage({ done }: { readonly done: Done | undefined }) {
  const t = useT();
  if (!done) return null;
  return <DoneNotice>{t(`tables.done.${done}`)}</DoneNotice>;
}

/** A refusal whose form is not on the page any more, because somebody else was first: it is said on top. */
export function Lost({ shown }: { readonly shown: readonly string[] }) {
  const t = useT();
  const answer = useFormState();
  const intent = answer?.values.intent;
  if (!answer || (typeof intent === 'string' && shown.includes(intent))) return null;
  return (
    <Alert kind="error" role="alert">
      {answer.refusals.map((refusal) => (
        <Paragraph key={refusal.code}>{refusalText(t, refusal)}</Paragraph>
      ))}
    </Alert>
  );
}
