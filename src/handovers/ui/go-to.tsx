import { Button, Link, useT, useTownHref } from '../../kit/web/index.tsx';
import { NumberField } from './number-field.tsx';

/** To one report by its number, past every list and filter. What is not there for somebody is not there by number either. */
export function GoToReport({ typed = '' }: { readonly typed?: string }) {
  const t = useT();
  const href = useTownHref();
  const refusals = typed === '' ? [] : [{ code: 'number-mistyped' }];
  return (
    <form method="get" action={href('/werk')} className="wijk-go-to" noValidate role="search">
      <NumberField label={t('handovers.go-to.label')} typed={typed} refusals={refusals} />
      <Button>{t('handovers.go-to.open')}</Button>
      <Link href={href('/werk/lijst')}>{t('list.all-lists')}</Link>
    </form>
  );
}
