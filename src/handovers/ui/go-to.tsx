import type { ReactNode } from 'react';
import { Button, Link, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import { NumberField } from './number-field.tsx';

interface GoToProps {
  readonly typed?: string;
  /** Several reports that may be meant. */
  readonly found?: readonly number[];
}

/** To one report by its number, past every list and filter. What is not there for somebody is not there by number either. */
export function GoToReport({ typed = '', found = [] }: GoToProps) {
  const t = useT();
  const href = useTownHref();
  const refusals = typed === '' || found.length > 0 ? [] : [{ code: 'number-mistyped' }];
  const form = (
    <form method="get" action={href('/werk')} className="wijk-go-to" noValidate role="search">
      <NumberField label={t('handovers.go-to.label')} typed={typed} orWords refusals={refusals} />
      <Button>{t('handovers.go-to.open')}</Button>
      <Link href={href('/werk/lijst')}>{t('list.all-lists')}</Link>
      <Link href={href('/werk/lijst?beeld=kaart')}>{t('list.on-map')}</Link>
    </form>
  );
  return found.length === 0 ? form : <Meant form={form} typed={typed} found={found} />;
}

/** Under one reference there may be several reports, and a reference may look like a number. */
function Meant({ form, typed, found }: Required<GoToProps> & { readonly form: ReactNode }) {
  const t = useT();
  const href = useTownHref();
  return (
    <div className="wijk-stack wijk-stack--small">
      {form}
      <div role="status">
        <Paragraph>{t('references.several', { typed })}</Paragraph>
        <ul className="wijk-plain-list">
          {found.map((number) => (
            <li key={number}>
              <Link href={href(`/werk/${number}`)}>{t('joining.report', { number: String(number) })}</Link>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
