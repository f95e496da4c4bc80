import { useActionData, useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Card,
  CheckboxGroup,
  DataList,
  Form,
  Page,
  Paragraph,
  RadioGroup,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { TrialView, type AdviceView } from '../wire.ts';
import { columnLabel, setName, setPath, setTitle, valueLabel } from './labels.ts';
import type { loader } from './trial.server.ts';
import './tables.css';

export { action, loader } from './trial.server.ts';

export const handle: PageHandle = { wide: true };

/** 'Wat als?': tick what somebody would see, and read what the set in force and this one advise. */
export default function TrialPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  const trial = useTrial();
  const isRefused = (useFormState()?.refusals.length ?? 0) > 0;
  return (
    <Page
      title={t('tables.try.title')}
      lead={t('tables.try.lead')}
      back={{ href: href(setPath(view.which)), text: setTitle(t, view.which) }}
      refused={isRefused}
    >
      {view.refusals.length > 0 ? (
        <Alert kind="warning">
          <Paragraph>{t('tables.try.unchecked')}</Paragraph>
        </Alert>
      ) : null}
      {trial ? <Answers trial={trial} /> : null}
      <Questions />
    </Page>
  );
}

function useTrial(): TrialView | undefined {
  const answer: unknown = useActionData();
  if (typeof answer !== 'object' || answer === null || !('trial' in answer)) return undefined;
  return TrialView.parse(answer.trial);
}

function Questions() {
  const t = useT();
  const { choices } = useLoaderData<typeof loader>();
  const options = (start: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${start}.${value}`) }));
  return (
    <Form>
      <div className="wijk-questions">
        <CheckboxGroup
          name="dangers"
          label={t('reports.danger.question')}
          options={options('reports.danger', choices.dangers)}
        />
        <CheckboxGroup
          name="sights"
          optional
          label={t('reports.sight.question')}
          options={options('reports.sight', choices.sights)}
        />
        <RadioGroup
          name="about"
          label={t('reports.about.question')}
          options={options('reports.about', choices.about)}
        />
        {choices.details.map((detail) => (
          <RadioGroup
            key={detail}
            optional
            name={detail}
            label={t(`tables.column.${detail}`)}
            options={options('further.answer', choices.says)}
          />
        ))}
      </div>
      <SubmitButton>{t('tables.try.submit')}</SubmitButton>
    </Form>
  );
}

function Answers({ trial }: { readonly trial: TrialView }) {
  const t = useT();
  const { before, after, active, which } = trial;
  if (!after) {
    return (
      <Alert kind="error">
        <Paragraph>{t('tables.try.unreadable')}</Paragraph>
      </Alert>
    );
  }
  const isSame = before && JSON.stringify(codesOf(before)) === JSON.stringify(codesOf(after));
  return (
    <>
      <Alert kind={isSame ? 'info' : 'warning'} role="status">
        <Paragraph>{t(isSame ? 'tables.try.same' : 'tables.try.other')}</Paragraph>
      </Alert>
      <div className="wijk-cards">
        {before ? (
          <Advice title={t('tables.try.active', { set: setName(t, active) })} advice={before} />
        ) : null}
        <Advice title={t('tables.try.this', { set: setName(t, which) })} advice={after} other={before} />
      </div>
    </>
  );
}

/** What can be compared: not the reasons, for words may differ where the advice does not. */
function codesOf({ because: _, ...codes }: AdviceView) {
  return codes;
}

interface AdviceProps {
  readonly title: string;
  readonly advice: AdviceView;
  readonly other?: AdviceView | undefined;
}

const COLUMNS = [
  'nature',
  'danger',
  'show112',
  'firstService',
  'secondService',
  'police',
  'askGp',
  'urgency',
] as const;

function Advice({ title, advice, other }: AdviceProps) {
  const t = useT();
  const promise = (one: AdviceView) =>
    t('tables.promise', { amount: String(one.amount), unit: valueLabel(t, 'unit', one.unit) });
  const items = COLUMNS.map((column) => ({
    key: columnLabel(t, column),
    value: (
      <Value
        text={valueLabel(t, column, String(advice[column]))}
        isOther={other !== undefined && other[column] !== advice[column]}
      />
    ),
  }));
  const first = {
    key: columnLabel(t, 'amount'),
    value: (
      <Value text={promise(advice)} isOther={other !== undefined && promise(other) !== promise(advice)} />
    ),
  };
  return (
    <Card title={title}>
      <DataList items={[...items, first]} />
      <dl className="wijk-because">
        {advice.because.map(({ step, ruleNumber, text }) => (
          <div key={step}>
            <dt>{t('tables.by-rule', { step: t(`tables.step.${step}`), number: String(ruleNumber) })}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Value({ text, isOther }: { readonly text: string; readonly isOther: boolean }) {
  const t = useT();
  return (
    <>
      {text} {isOther ? <Badge tone="attention">{t('tables.other')}</Badge> : null}
    </>
  );
}
