import {
  Button,
  Details,
  Form,
  HiddenInput,
  Link,
  Small,
  TextInput,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ListChoices } from '../wire.ts';

/** The lists that somebody keeps: one click away, and gone with one click. */
export function SavedLists({ saved }: Pick<ListChoices, 'saved'>) {
  const t = useT();
  const href = useTownHref();
  if (saved.length === 0) return null;
  return (
    <nav className="wijk-saved" aria-label={t('list.saved')}>
      <span className="wijk-small">{t('list.saved')}</span>
      <ul className="wijk-saved__lists">
        {saved.map(({ id, name, query }) => (
          <li key={id}>
            <Link href={href(query === '' ? '/werk/lijst' : `/werk/lijst?${query}`)}>{name}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface KeepListProps extends Pick<ListChoices, 'saved'> {
  readonly fresh: string;
  /** Words or an address were searched for: these are not kept. */
  readonly isSearch: boolean;
}

/** Keeps what is chosen now under a name, and lets go of what was kept. */
export function KeepList({ saved, fresh, isSearch }: KeepListProps) {
  const t = useT();
  return (
    <Details summary={t('list.keep')}>
      <Form intent="bewaar" labels={{ naam: t('list.keep-name') }}>
        <HiddenInput name="key" value={fresh} />
        <div className="wijk-pick">
          <TextInput name="naam" label={t('list.keep-name')} maxLength={60} />
          <Button>{t('list.keep-now')}</Button>
        </div>
        {isSearch ? <Small>{t('list.keep-without')}</Small> : null}
      </Form>
      {saved.map(({ id, name }) => (
        <Form key={id} intent="vergeet">
          <HiddenInput name="lijst" value={id} />
          <Button look="subtle">{t('list.forget', { name })}</Button>
        </Form>
      ))}
    </Details>
  );
}
