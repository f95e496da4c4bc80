import { Badge, useT } from '../../kit/web/index.tsx';

/** Whether a standard text is offered, or was put away. */
export function TextState({ active }: { readonly active: boolean }) {
  const t = useT();
  return active ? (
    <Badge tone="done">{t('standard-texts.active')}</Badge>
  ) : (
    <Badge>{t('standard-texts.retired')}</Badge>
  );
}
