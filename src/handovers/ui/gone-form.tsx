import { Alert, Paragraph, refusalText, useFormState, useT } from '../../kit/web/index.tsx';

/** What a form was refused for that is gone meanwhile: it has no other place to say so. */
export function GoneForm({ intent }: { readonly intent: string }) {
  const t = useT();
  const answer = useFormState();
  const refusals = answer?.values['intent'] === intent ? answer.refusals : [];
  return refusals.map((refusal) => (
    <Alert key={refusal.code} kind="error" role="alert">
      <Paragraph>{refusalText(t, refusal)}</Paragraph>
    </Alert>
  ));
}
