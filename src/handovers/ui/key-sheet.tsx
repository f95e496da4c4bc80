import { Button, Heading, Paragraph, useT } from '../../kit/web/index.tsx';
import type { CommandName } from '../wire.ts';
import { COMMAND_KEYS, PAGE_KEYS, type PageKey } from './keys.ts';
import './key-sheet.css';

interface KeySheetProps {
  /** What can be done on this page by key, beside opening this sheet. */
  readonly keys: readonly PageKey[];
  readonly commands?: readonly CommandName[];
  /** The names of the tabs on this page: each has its number as its key. */
  readonly tabs?: readonly string[];
  /** The page says what changed while it is open. */
  readonly live?: boolean;
}

interface KeyLine {
  readonly key: string;
  readonly words: string;
  /** The form it opens. */
  readonly intent?: CommandName;
  readonly does?: PageKey | 'tab';
}

/**
 * The keys of this page, for who presses `?`; `/keys.js` reads from it what they do. Without scripts there are no keys, and
 * nothing of it is shown.
 */
export function KeySheet({ keys, commands = [], tabs = [], live = true }: KeySheetProps) {
  const t = useT();
  const shown: readonly PageKey[] = [...keys, ...(live ? (['news'] as const) : []), 'sheet'];
  const lines: readonly KeyLine[] = [
    ...(Object.keys(COMMAND_KEYS) as CommandName[])
      .filter((command) => commands.includes(command))
      .map((intent) => ({ key: COMMAND_KEYS[intent], words: t(`handovers.do.${intent}`), intent })),
    ...tabs.map((words, at) => ({ key: String(at + 1), words, does: 'tab' as const })),
    ...shown.map((does) => ({ key: PAGE_KEYS[does], words: t(`keys.${does}`), does })),
  ];
  return (
    <div className="wijk-keys">
      <button type="button" className="utrecht-button utrecht-button--subtle" data-keys-open>
        {t('keys.open')}
      </button>
      <dialog className="wijk-keys__sheet" aria-labelledby="keys" data-keys>
        <div className="wijk-stack wijk-stack--medium">
          <Heading level={2} id="keys">
            {t('keys.title')}
          </Heading>
          <Paragraph>{t('keys.text')}</Paragraph>
          <dl className="wijk-keys__list">
            {lines.map(({ key, words, intent, does }) => (
              <div key={key} className="wijk-keys__line" data-key={key} data-intent={intent} data-does={does}>
                <dt>
                  <kbd className="wijk-keys__key">{key}</kbd>
                </dt>
                <dd>{words}</dd>
              </div>
            ))}
          </dl>
          <p className="nl-paragraph" role="status" data-on={t('keys.are-on')} data-off={t('keys.are-off')} />
          <form method="dialog" className="wijk-row">
            <Button look="primary">{t('keys.close')}</Button>
            <button
              type="button"
              className="utrecht-button utrecht-button--secondary-action"
              data-keys-switch
              data-on={t('keys.switch-off')}
              data-off={t('keys.switch-on')}
            >
              {t('keys.switch-off')}
            </button>
          </form>
        </div>
      </dialog>
    </div>
  );
}
