import { useLoaderData } from 'react-router';
import { Button, Checkbox, Details, Form, Select, useFormState, useT } from '../../kit/web/index.tsx';
import { SHEET_FIELDS } from '../sheet-wire.ts';
import type { loader } from './sheet.server.ts';

/** What each column is taken for, to be set right; and what holds for every row. */
export function SheetColumns() {
  const t = useT();
  const { view, kinds } = useLoaderData<typeof loader>();
  const refused = useFormState()?.values['intent'] === 'kolommen';
  const hasWords = view.columns.some(({ field }) => field === 'words');
  const fields = SHEET_FIELDS.map((value) => ({ value, label: t(`sheets.field.${value}`) }));
  const values = {
    ...Object.fromEntries(view.columns.map(({ field }, at) => [`kolom-${at}`, field ?? ''])),
    soort: view.kind ?? '',
    dienst: view.serviceId ?? '',
    ...(view.hasHeading ? { kop: 'yes' } : {}),
  };
  return (
    <Details summary={t('sheets.columns')} open={refused || !hasWords}>
      <Form intent="kolommen" values={values} labels={{ dienst: t('sheets.service') }}>
        <Checkbox name="kop" label={t('sheets.has-heading')} />
        <div className="wijk-sheet-columns">
          {view.columns.map(({ name, sample }, at) => (
            <Select
              key={`kolom-${String(at)}`}
              name={`kolom-${at}`}
              label={name === '' ? t('sheets.column', { number: at + 1 }) : name}
              hint={sample}
              options={fields}
              empty={t('sheets.field.none')}
            />
          ))}
        </div>
        <div className="wijk-sheet-columns">
          <Select
            name="soort"
            label={t('sheets.kind')}
            hint={t('sheets.kind-hint')}
            options={kinds.map(({ id, label }) => ({ value: id, label }))}
            empty={t('sheets.kind-none')}
          />
          {view.services.length > 1 ? (
            <Select
              name="dienst"
              label={t('sheets.service')}
              hint={t('sheets.service-hint')}
              options={view.services.map(({ id, name }) => ({ value: id, label: name }))}
            />
          ) : (
            <input type="hidden" name="dienst" value={view.serviceId ?? ''} />
          )}
        </div>
        <Button>{t('sheets.columns-save')}</Button>
      </Form>
    </Details>
  );
}
