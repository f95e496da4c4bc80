import type { ReactNode } from 'react';
import { Carried, HiddenInput, useField } from '../../kit/web/index.tsx';
import { useStep } from './form-questions.tsx';
import { PlaceStep } from './place-step.tsx';
import { QuestionsStep } from './questions-step.tsx';

/** The step that the action answered with, else the first page of the form. */
export function FormSteps({ first }: { readonly first: ReactNode }) {
  const { map, questions, there, at } = useStep();
  if (map) return <PlaceStep map={map} />;
  return questions ? <QuestionsStep questions={questions} there={there ?? []} at={at} /> : first;
}

/** What goes along unseen with the first page, before its fields; `send` is what its last button says. */
export function Unseen({ send }: { readonly send: string }) {
  return (
    <>
      {/* the first button of a form is the one that the Enter key presses */}
      <button type="submit" className="wijk-hidden" tabIndex={-1} aria-hidden="true">
        {send}
      </button>
      {/* the key of the page as it was first shown, also when it is shown again */}
      <HiddenInput name="key" value={useField('key').value} />
      <HiddenInput name="further" value="yes" />
      <Carried except={isNotFurther} />
    </>
  );
}

/** What was answered on the page of further questions goes along, so that it is not asked again; and that it was saved. */
function isNotFurther(name: string): boolean {
  return name !== 'asked' && name !== 'saved' && !name.startsWith('q-');
}
