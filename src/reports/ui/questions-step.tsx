import {
  Carried,
  Form,
  HiddenInput,
  Button,
  Page,
  RadioGroup,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { AskedQuestion } from '../model.ts';
import { fieldOf } from '../wire.ts';
import { Already } from './already.tsx';
import { ChosenPlace } from './chosen-place.tsx';
import type { ThereReport } from './form-state.ts';

interface QuestionsStepProps {
  readonly questions: readonly AskedQuestion[];
  readonly there: readonly ThereReport[];
  /** Where the place lies that was chosen, as `x,y`. */
  readonly at: string | undefined;
}

/**
 * A few more questions, only those of which the answer changes who helps or how soon; and what is reported near already,
 * on the same page, so that it costs nobody a step more.
 */
export function QuestionsStep({ questions, there, at }: QuestionsStepProps) {
  const t = useT();
  const state = useFormState();
  const own = new Set(['go', 'asked', 'nearby', 'same', ...questions.map(({ id }) => fieldOf(id))]);
  return (
    <Page
      title={t('further.title', { count: questions.length + (there.length > 0 ? 1 : 0) })}
      lead={t('further.lead')}
      refused={(state?.refusals.length ?? 0) > 0}
    >
      <Form values={state?.values ?? {}}>
        <Carried except={(name) => own.has(name)} />
        {at === undefined ? null : (
          <figure className="wijk-chosen">
            <figcaption>{t('place.chosen-here')}</figcaption>
            <ChosenPlace at={at} />
          </figure>
        )}
        {there.length > 0 ? <Already there={there} /> : null}
        {questions.map((question) => (
          <div key={question.id} className="wijk-question">
            <HiddenInput name="asked" value={question.id} />
            <QuestionField question={question} />
          </div>
        ))}
        <div className="wijk-place__end">
          <SubmitButton>{t('reports.form.send')}</SubmitButton>
          <Button look="subtle" name="go" value="back">
            {t('further.back')}
          </Button>
        </div>
      </Form>
    </Page>
  );
}

function QuestionField({ question }: { readonly question: AskedQuestion }) {
  const t = useT();
  const { id, type, label, hint, required, options } = question;
  const field = { name: fieldOf(id), label, optional: !required, ...(hint === undefined ? {} : { hint }) };
  if (type === 'number') return <TextInput {...field} inputMode="numeric" width="short" />;
  const worded = options.map((option) => ({
    value: option.value,
    label: option.label ?? t(`further.answer.${option.value}`),
  }));
  return <RadioGroup {...field} options={worded} />;
}
