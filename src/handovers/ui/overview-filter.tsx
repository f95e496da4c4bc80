import { Button, Link, useT, useTownHref } from '../../kit/web/index.tsx';
import type { CoordinationFilter, CoordinationList, CoordinationView } from '../overview-wire.ts';
import { Choice } from './choice.tsx';

/** What each filter is called in the address. */
const NAMES = { party: 'organisatie', nature: 'aard', neighbourhood: 'buurt' } as const satisfies Record<
  keyof CoordinationFilter,
  string
>;
type Kind = keyof typeof NAMES;
const KINDS = Object.keys(NAMES) as Kind[];

/** The address of a list with the filter that holds: going to another list keeps it. */
export function queryOf(filter: CoordinationFilter, list: CoordinationList): string {
  const chosen = KINDS.flatMap((kind) => {
    const value = filter[kind];
    return value === undefined ? [] : [[NAMES[kind], value] as [string, string]];
  });
  return new URLSearchParams([['lijst', list], ...chosen]).toString();
}

/** Narrows the list by organisation, nature and neighbourhood; each choice says how many it leaves. */
export function OverviewFilter({ view }: { readonly view: CoordinationView }) {
  const t = useT();
  const href = useTownHref();
  const { list, filter } = view;
  if (list === 'informeren') return null;
  const isFiltered = KINDS.some((kind) => filter[kind] !== undefined);
  return (
    <form method="get" action={href('/overzicht')} className="wijk-filter">
      <input type="hidden" name="lijst" value={list} />
      {KINDS.map((kind) => (
        <Narrow key={kind} kind={kind} view={view} />
      ))}
      <Button>{t('overview.filter.show')}</Button>
      {isFiltered ? <Link href={href(`/overzicht?lijst=${list}`)}>{t('overview.filter.clear')}</Link> : null}
    </form>
  );
}

function Narrow({
  kind,
  view: { filter, groups },
}: {
  readonly kind: Kind;
  readonly view: CoordinationView;
}) {
  const t = useT();
  const value = filter[kind];
  const known = groups[kind];
  const label = (group: { readonly value: string; readonly name: string }) =>
    kind === 'nature' ? t(`triage.nature.${group.value}`) : group.name;
  const isGone = value !== undefined && !known.some((group) => group.value === value);
  const options = known.map((group) => ({
    value: group.value,
    label: t('overview.filter.counted', { name: label(group), count: group.count }),
  }));
  return (
    <Choice
      name={NAMES[kind]}
      label={t(`overview.filter.${kind}`)}
      value={value}
      all={t('overview.filter.all')}
      options={isGone ? [...options, { value, label: t('overview.filter.none') }] : options}
    />
  );
}
