import {
  Badge,
  Button,
  ButtonLink,
  EmptyState,
  Hidden,
  HiddenInput,
  Row,
  Table,
  usePage,
  useT,
  useTownHref,
  type Column,
} from '../../kit/web/index.tsx';
import type { RuleView, TableView } from '../wire.ts';
import { conditionsOf, resultsOf, setPath, type Condition } from './labels.ts';

interface Numbered {
  readonly rule: RuleView;
  readonly number: number;
}

/** The rules of a table as rows: if this, then that, because. Who may change them finds the way beside each. */
export function RulesTable({ view }: { readonly view: TableView }) {
  const t = useT();
  const rows = view.rules.map((rule, at) => ({ rule, number: at + 1 }));
  const found = new Set(view.refusals.map(({ facts }) => facts?.['ruleId']));
  return (
    <Table
      caption={t('tables.rules', { step: t(`tables.step.${view.step}`) })}
      captionHidden
      columns={useColumns(view)}
      rows={rows}
      rowKey={({ rule }) => rule.id}
      rowTone={({ rule }) => (found.has(rule.id) ? 'late' : undefined)}
      empty={<EmptyState title={t('tables.no-rules')} />}
    />
  );
}

function useColumns(view: TableView): Column<Numbered>[] {
  const t = useT();
  const { language } = usePage();
  const columns: Column<Numbered>[] = [
    {
      key: 'rule',
      header: t('tables.rule'),
      primary: true,
      cell: ({ rule, number }) => (
        <span className="wijk-rule-name" id={`regel-${rule.id}`}>
          {t('tables.rule-number', { number: String(number) })}
          {view.changed.includes(rule.id) ? <Badge tone="attention">{t('tables.changed')}</Badge> : null}
        </span>
      ),
    },
    {
      key: 'if',
      header: t('tables.if'),
      cell: ({ rule }) => (
        <Conditions items={conditionsOf(t, view.inputs, rule.when)} empty={t('tables.always')} />
      ),
    },
    {
      key: 'then',
      header: t('tables.then'),
      cell: ({ rule }) => <Conditions items={resultsOf(t, view.outputs, rule.gives)} empty="" />,
    },
    { key: 'why', header: t('tables.why'), cell: ({ rule }) => rule.words[language] },
  ];
  if (!view.mayEdit) return columns;
  const change = {
    key: 'change',
    header: t('tables.change'),
    cell: (row: Numbered) => <Change view={view} {...row} />,
  };
  return [...columns, change];
}

function Conditions({ items, empty }: { readonly items: readonly Condition[]; readonly empty: string }) {
  if (items.length === 0) return empty;
  return (
    <ul className="wijk-conditions">
      {items.map(({ column, values }) => (
        <li key={column}>
          <span className="wijk-conditions__column">{column}:</span> {values}
        </li>
      ))}
    </ul>
  );
}

function Change({ view, rule, number }: Numbered & { readonly view: TableView }) {
  const t = useT();
  const href = useTownHref();
  const named = t('tables.rule-number', { number: String(number) });
  const path = `${setPath(view.which)}/${view.step}`;
  return (
    <div className="wijk-rule-actions">
      <ButtonLink href={href(`${path}/${rule.id}`)}>
        {t('tables.edit')} <Hidden>{named}</Hidden>
      </ButtonLink>
      <form method="post">
        <HiddenInput name="rule" value={rule.id} />
        <HiddenInput name="revision" value={String(view.revision)} />
        <Row>
          {number > 1 ? (
            <Button look="subtle" name="by" value="-1">
              {t('tables.up')} <Hidden>{named}</Hidden>
            </Button>
          ) : null}
          {number < view.rules.length ? (
            <Button look="subtle" name="by" value="1">
              {t('tables.down')} <Hidden>{named}</Hidden>
            </Button>
          ) : null}
        </Row>
      </form>
    </div>
  );
}
