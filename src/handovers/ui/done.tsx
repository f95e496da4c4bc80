import { Alert, Paragraph, useT } from '../../kit/web/index.tsx';
import type { Done } from './done.server.ts';

/** Says once what somebody just did. */
export function DoneMessage({ done }: { readonly done: Done | undefined }) {
  const t = useT();
  if (!done) return null;
  return (
    <Alert kind="ok" role="status">
      <Paragraph>{t(`handovers.done.${done.what}`, { number: String(done.number) })}</Paragraph>
    </Alert>
  );
}
