import { FormField, makeField } from './form.tsx';
import { useT } from './use-page.tsx';

const ROWS_MOST = 30;
/** About as many letters as stand on a line of the block. */
const LINE_LETTERS = 70;

interface CopyTextProps {
  readonly label: string;
  readonly text: string;
}

/** A text to take along, one on a page: it can be selected anywhere, and copied with a button where `/copy.js` runs. */
export function CopyText({ label, text }: CopyTextProps) {
  const t = useT();
  const field = makeField('copy', {});
  const rows = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LETTERS)), 0);
  return (
    <div data-copy>
      <FormField name="copy" label={label} field={field}>
        <textarea
          className="utrecht-textarea utrecht-textarea--html-textarea wijk-control--full"
          id={field.id}
          readOnly
          rows={Math.min(rows, ROWS_MOST)}
          dir="auto"
          defaultValue={text}
        />
      </FormField>
      <div className="wijk-row">
        <button type="button" className="utrecht-button utrecht-button--primary-action" data-copy-now hidden>
          {t('kit.copy')}
        </button>
        <span role="status" data-done={t('kit.copied')} data-failed={t('kit.copy-failed')} />
      </div>
    </div>
  );
}
