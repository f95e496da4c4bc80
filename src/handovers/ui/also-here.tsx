import { Icon, useT } from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';

/** `/live.js` puts the name in its place. */
const NAME = '#name';

/** Colleagues who have this report open now, as the page knew when it was made; `/live.js` keeps it up to date. */
export function AlsoHere({ people }: { readonly people: ReportView['here'] }) {
  const t = useT();
  const line = (isWriting: boolean, name: string) =>
    t(isWriting ? 'live.here-writing' : 'live.here', { name });
  return (
    <div
      className="wijk-here"
      data-here-list
      data-text-here={line(false, NAME)}
      data-text-writing={line(true, NAME)}
    >
      <Icon name="person" size="small" />
      <div role="status" aria-label={t('live.here-title')}>
        <ul className="wijk-plain-list" suppressHydrationWarning>
          {people.map(({ name, isWriting }) => (
            <li key={name}>{line(isWriting, name)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
