import { DoneNotice, useT } from '../../kit/web/index.tsx';
import type { Done } from './done.server.ts';

/** Says once what somebody just did. */
export function DoneMessage({ done }: { readonly done: Done | undefined }) {
  const t = useT();
  if (!done) return null;
  return <DoneNotice>{t(`handovers.done.${done.what}`, { number: String(done.number) })}</DoneNotice>;
}
