import { useActionData } from 'react-router';
import {
  Alert,
  Button,
  Heading,
  HiddenInput,
  Paragraph,
  Row,
  Select,
  Small,
  SubmitButton,
  Words,
  useField,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { TextPurpose } from '../model.ts';
import type { ReportView } from '../wire.ts';
import type { Composed } from './compose.server.ts';

type Making = 'close' | 'ask';

/** How far the message of this form is, when the page answers a step of it. */
export function useComposed(intent: Making): Composed | undefined {
  const answer: unknown = useActionData();
  const isMine = useFormState()?.values['intent'] === intent;
  if (!isMine || typeof answer !== 'object' || answer === null || !('composed' in answer)) return undefined;
  return answer.composed as Composed;
}

const PURPOSES = { close: 'close', ask: 'question' } as const satisfies Record<Making, TextPurpose>;

/** A standard text to begin with. It comes into the form when the button is pressed, and can then be changed. */
export function TextPicker({ intent, view }: { readonly intent: Making; readonly view: ReportView }) {
  const t = useT();
  const composed = useComposed(intent);
  const filled = useField('filled').value;
  const texts = view.texts.filter(({ purpose }) => purpose === PURPOSES[intent]);
  const options = texts.map(({ ref, name, outcome }) => ({
    value: ref,
    label: name,
    ...(outcome === null ? {} : { group: t(`handovers.outcome.${outcome}`) }),
  }));
  return (
    <div className="wijk-stack wijk-stack--small">
      {options.length === 0 ? null : (
        <div className="wijk-pick">
          <Select
            name="text"
            label={t('standard-texts.choose')}
            options={options}
            empty={t('standard-texts.none')}
            optional
          />
          <Button name="step" value="fill">
            {t('standard-texts.fill')}
          </Button>
        </div>
      )}
      <HiddenInput name="filled" value={filled} />
      {composed?.filled ? <Filled language={view.reporterLanguage} {...composed.filled} /> : null}
    </div>
  );
}

function Filled({
  language,
  isTranslated,
}: {
  readonly language: 'nl' | 'en';
  readonly isTranslated: boolean;
}) {
  const t = useT();
  return (
    // the answer to the press of the button: the focus belongs here
    // oxlint-disable-next-line jsx-a11y/no-autofocus
    <div tabIndex={-1} autoFocus>
      <Alert kind={isTranslated ? 'ok' : 'warning'} role="status">
        <Paragraph>
          {isTranslated ? t('standard-texts.filled') : t(`standard-texts.other-language.${language}`)}
        </Paragraph>
      </Alert>
    </div>
  );
}

/** In which language the reporter reads. */
export function ReporterReads({ view: { reporterLanguage } }: { readonly view: ReportView }) {
  const t = useT();
  return <Small>{t(`standard-texts.reads.${reporterLanguage}`)}</Small>;
}

/** To the preview, from the form in which the message is written. */
export function PreviewButton() {
  const t = useT();
  return (
    <SubmitButton name="step" value="preview">
      {t('standard-texts.preview')}
    </SubmitButton>
  );
}

/** Exactly what the reporter will read, and then the choice: send it, or change it. Stands inside the form. */
export function MessagePreview({
  composed: { preview },
  fields,
  send,
}: {
  readonly composed: Composed;
  /** The fields of the form, carried along. */
  readonly fields: readonly string[];
  readonly send: string;
}) {
  const t = useT();
  if (!preview) return null;
  const { language, title, what, when, words } = preview;
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus
    <section className="wijk-preview" aria-labelledby="preview" tabIndex={-1} autoFocus>
      {fields.map((name) => (
        <Kept key={name} name={name} />
      ))}
      <Heading level={3} id="preview">
        {t('standard-texts.preview-title')}
      </Heading>
      <Small>{t(`standard-texts.reads.${language}`)}</Small>
      <div className="wijk-preview__page" lang={language}>
        <p className="wijk-preview__title">{title}</p>
        <Paragraph>{what}</Paragraph>
        {words === '' ? null : <Words>{words}</Words>}
        {when === undefined ? null : <Small>{when}</Small>}
      </div>
      <Row>
        <SubmitButton>{send}</SubmitButton>
        <Button name="step" value="edit">
          {t('standard-texts.edit')}
        </Button>
      </Row>
    </section>
  );
}

function Kept({ name }: { readonly name: string }) {
  return <HiddenInput name={name} value={useField(name).value} />;
}
