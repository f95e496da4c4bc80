import { Alert, Link, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import type { Refused } from '../wire.ts';
import { findingText, setPath } from './labels.ts';

interface FindingsProps {
  readonly which: number | null;
  readonly refusals: readonly Refused[];
  readonly combinations: number;
  /** False where the reader cannot go to the rules: a guest has them on the same page. */
  readonly linked?: boolean;
}

/** What the check says: that all is well and over how much, or everything that is wrong, each with the way to its rule. */
export function Findings({ which, refusals, combinations, linked = true }: FindingsProps) {
  const t = useT();
  if (refusals.length === 0) {
    return (
      <Alert kind="ok" title={t('tables.check.ok')}>
        <Paragraph>{t('tables.check.ok-text', { count: combinations })}</Paragraph>
      </Alert>
    );
  }
  return (
    <Alert kind="error" title={t('tables.check.wrong', { count: refusals.length })}>
      <ul className="wijk-findings">
        {refusals.map((refusal) => (
          <li key={JSON.stringify(refusal)}>
            {findingText(t, refusal)} {linked ? <ToRule which={which} refusal={refusal} /> : null}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

const STEPS = ['gevaar', 'aard', 'hulp', 'tempo'];

function ToRule({ which, refusal }: { readonly which: number | null; readonly refusal: Refused }) {
  const t = useT();
  const href = useTownHref();
  const { table, rule, ruleId } = refusal.facts ?? {};
  if (typeof table !== 'string' || !STEPS.includes(table)) return null;
  const path = `${setPath(which)}/${table}`;
  return rule !== undefined && ruleId !== undefined ? (
    <Link href={href(`${path}#regel-${ruleId}`)}>{t('tables.check.to-rule', { number: String(rule) })}</Link>
  ) : (
    <Link href={href(path)}>{t('tables.check.to-table')}</Link>
  );
}
