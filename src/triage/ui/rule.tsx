import { useLoaderData } from 'react-router';
import type { Form as FormValues } from '../../kit/form.ts';
import type { T } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  ButtonLink,
  Card,
  CheckboxGroup,
  DataList,
  Details,
  Fieldset,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  Row,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
  useField,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { RuleView, TableView } from '../wire.ts';
import { columnLabel, conditionsOf, resultsOf, setPath, valueLabel } from './labels.ts';
import { Lost } from './notices.tsx';
import type { loader } from './rule.server.ts';
import './tables.css';

export { action, loader } from './rule.server.ts';

export const handle: PageHandle = { wide: true };

const WORDS_MAX = 500;

/** One rule as a form: what must have been seen, what follows, and why. */
export default function RulePage() {
  const t = useT();
  const href = useTownHref();
  const { view, number, rule } = useLoaderData<typeof loader>();
  const step = t(`tables.step.${view.step}`);
  return (
    <Page
      title={rule ? t('tables.rule-number', { number: String(number) }) : t('tables.new-rule')}
      lead={t(`tables.question.${view.step}`)}
      back={{ href: href(`${setPath(view.which)}/${view.step}`), text: step }}
      refused={useFormState() !== undefined}
    >
      <Lost shown={['save', 'add', 'delete']} />
      {rule ? <Changed view={view} rule={rule} /> : null}
      <RuleForm />
      {rule ? <Delete view={view} /> : null}
    </Page>
  );
}

/** Somebody else saved this rule meanwhile: what stands there now, beside what was typed here. */
function Changed({ view, rule }: { readonly view: TableView; readonly rule: RuleView }) {
  const t = useT();
  const answer = useFormState();
  if (!answer?.refusals.some(({ code }) => code === 'decision-rule-changed')) return null;
  const conditions = conditionsOf(t, view.inputs, rule.when);
  const items = [...conditions, ...resultsOf(t, view.outputs, rule.gives)].map(({ column, values }) => ({
    key: column,
    value: values,
  }));
  const words = [
    { key: t('tables.words.nl'), value: rule.words.nl },
    { key: t('tables.words.en'), value: rule.words.en },
  ];
  return (
    <Card title={t('tables.conflict.title')} tone="attention">
      <Paragraph>{t('tables.conflict.text')}</Paragraph>
      <DataList items={[...items, ...words]} />
    </Card>
  );
}

function RuleForm() {
  const t = useT();
  const { view, rule, newId, after } = useLoaderData<typeof loader>();
  const intent = rule ? 'save' : 'add';
  // shown again it shows what was typed and nothing else: a box that was cleared must not be ticked again
  const isAgain = useFormState()?.values.intent === intent;
  return (
    <Form
      intent={intent}
      values={isAgain ? {} : valuesOf(view, rule, { newId, after })}
      labels={labelsOf(t, view)}
    >
      {rule ? <HiddenInput name="seen" value={rule.print} /> : <NewId />}
      <div className="wijk-rule-form">
        <Fieldset legend={t('tables.if')} hint={t('tables.if-hint')}>
          {view.inputs.map(({ name, values }) => (
            <CheckboxGroup
              key={name}
              name={`when-${name}`}
              label={columnLabel(t, name)}
              options={values.map((value) => ({ value, label: valueLabel(t, name, value) }))}
            />
          ))}
        </Fieldset>
        <div className="wijk-stack wijk-stack--large">
          <Fieldset legend={t('tables.then')}>
            {view.outputs.map((column) => (
              <Output key={column.name} {...column} />
            ))}
          </Fieldset>
          <Fieldset legend={t('tables.why')} hint={t('tables.why-hint')}>
            <TextArea name="nl" rows={3} maxLength={WORDS_MAX} label={t('tables.words.nl')} />
            <TextArea name="en" rows={3} maxLength={WORDS_MAX} label={t('tables.words.en')} />
          </Fieldset>
          {rule ? null : <After />}
        </div>
      </div>
      <SubmitButton>{t('tables.save-rule')}</SubmitButton>
    </Form>
  );
}

/** The id of a new rule stays the same when the form is shown again: sent twice it is one rule. */
function NewId() {
  return <HiddenInput name="ruleId" value={useField('ruleId').value} />;
}

function Output({ name, values }: TableView['outputs'][number]) {
  const t = useT();
  const label = columnLabel(t, name);
  if (values.length === 0)
    return <TextInput name={`gives-${name}`} label={label} inputMode="numeric" width="short" />;
  const options = values.map((value) => ({ value, label: valueLabel(t, name, value) }));
  return <Select name={`gives-${name}`} label={label} options={options} />;
}

/** Behind which rule: for tables in which the first rule that fits decides, the place is part of the rule. */
function After() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  const options = view.rules.map(({ id }, at) => ({
    value: id,
    label: t('tables.after-rule', { number: String(at + 1) }),
  }));
  return (
    <Select name="after" optional label={t('tables.place')} empty={t('tables.first')} options={options} />
  );
}

function valuesOf(
  view: TableView,
  rule: RuleView | undefined,
  { newId, after }: { readonly newId: string; readonly after: string },
): FormValues {
  if (!rule) return { ruleId: newId, after };
  return {
    ...Object.fromEntries(view.inputs.map(({ name }, at) => [`when-${name}`, rule.when[at] ?? []])),
    ...Object.fromEntries(view.outputs.map(({ name }, at) => [`gives-${name}`, rule.gives[at] ?? ''])),
    nl: rule.words.nl,
    en: rule.words.en,
  };
}

function labelsOf(t: T, view: TableView): Record<string, string> {
  const outputs = view.outputs.map(({ name }) => [`gives-${name}`, columnLabel(t, name)] as const);
  return { ...Object.fromEntries(outputs), nl: t('tables.words.nl'), en: t('tables.words.en') };
}

function Delete({ view }: { readonly view: TableView }) {
  const t = useT();
  const href = useTownHref();
  return (
    <Details summary={t('tables.delete')}>
      <Form intent="delete">
        <HiddenInput name="revision" value={String(view.revision)} />
        <Alert kind="warning">
          <Paragraph>{t('tables.delete-text')}</Paragraph>
        </Alert>
        <Row>
          <Button look="danger">{t('tables.delete')}</Button>
          <ButtonLink look="subtle" href={href(`${setPath(view.which)}/${view.step}`)}>
            {t('tables.keep')}
          </ButtonLink>
        </Row>
      </Form>
    </Details>
  );
}
