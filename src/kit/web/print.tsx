import { formatDateTime } from '../time-text.ts';
import { usePage, useT } from './use-page.tsx';

/** The head of a sheet of paper: of which municipality, who printed it and when, and what to do with it. On screen it is not there. */
export function PrintedHead({ at }: { readonly at: Date }) {
  const { t, municipality, frame } = usePage();
  const who = [municipality?.name, frame.person?.name].filter(Boolean).join(' · ');
  return (
    <p className="wijk-printed">
      <strong>{who}</strong> {t('kit.printed', { moment: formatDateTime(t, at) })}
    </p>
  );
}

/** Prints the page by the browser. A script shows it; without one there is the browser’s own menu. */
export function PrintButton() {
  const t = useT();
  return (
    <button type="button" className="utrecht-button utrecht-button--subtle wijk-print" data-print hidden>
      {t('kit.print')}
    </button>
  );
}
