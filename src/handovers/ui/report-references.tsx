import {
  Button,
  Card,
  DataList,
  Details,
  Form,
  Link,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';

/** Under what the own services keep this report in a system of their own. Nobody else sees it. */
export function ReportReferences({ view }: { readonly view: ReportView }) {
  const t = useT();
  const { references, noting } = view;
  const refused = useFormState()?.values['intent'] === 'reference';
  if (references.length === 0 && !noting) return null;
  const noted = references.find(({ serviceId }) => serviceId === noting?.serviceId);
  const form = noting ? <NoteForm noting={noting} noted={noted?.reference ?? ''} /> : null;
  if (references.length === 0)
    return (
      <div className="wijk-actions">
        <Details summary={t('references.note')} open={refused}>
          {form}
        </Details>
      </div>
    );
  return (
    <Card title={t('references.title')}>
      <DataList
        items={references.map((one) => ({
          key: one.system ?? one.serviceName,
          value: one.href ? <Link href={one.href}>{one.reference}</Link> : one.reference,
        }))}
      />
      {form ? (
        <Details summary={t(noted ? 'references.change' : 'references.note')} open={refused}>
          {form}
        </Details>
      ) : null}
    </Card>
  );
}

interface NoteFormProps {
  readonly noting: NonNullable<ReportView['noting']>;
  readonly noted: string;
}

function NoteForm({ noting: { serviceName, system }, noted }: NoteFormProps) {
  const t = useT();
  const label = system === undefined ? t('references.field') : t('references.field-of', { system });
  return (
    <Form intent="reference" values={{ reference: noted }} labels={{ reference: label }}>
      <TextInput
        optional
        name="reference"
        label={label}
        hint={t(noted === '' ? 'references.hint' : 'references.hint-change', { service: serviceName })}
        maxLength={120}
      />
      <Button>{t('references.save')}</Button>
    </Form>
  );
}
