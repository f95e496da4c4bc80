import type { T } from '../../kit/translate.ts';
import { Details, Small, Stack, useT } from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';
import { Otherwise } from './report-otherwise.tsx';

interface ViewProps {
  readonly view: ReportView;
}

const DECIDING: readonly ReportView['extract']['status'][] = ['offered', 'with-coordinator'];

/** 'Waarom hier?': every step of the weighing in a plain sentence. Open while somebody decides, at hand after that. */
export function WhyHere({ view }: ViewProps) {
  const t = useT();
  return (
    <Details summary={t('handovers.list.why')} open={DECIDING.includes(view.extract.status)}>
      <Stack gap="medium">
        <dl className="wijk-because">
          {sentencesOf(view, t).map(({ key, text }) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
        <Small>{t('handovers.report.advice')}</Small>
        <Otherwise view={view} />
        <Rules view={view} />
      </Stack>
    </Details>
  );
}

function sentencesOf({ because, police, askGp }: ReportView, t: T): { key: string; text: string }[] {
  const steps = because.map(({ step, text }) => ({ key: t(`handovers.step.${step}`), text }));
  const gp = askGp ? [{ key: t('handovers.report.gp'), text: t('triage.ask-gp.other') }] : [];
  return [...steps, { key: t('handovers.report.police'), text: t(`triage.police.${police}`) }, ...gp];
}

/** Which rule of which table said so: for who wants to look it up. */
function Rules({ view: { because } }: ViewProps) {
  const t = useT();
  return (
    <ul className="wijk-rules">
      {because.map(({ step, table, version, rule }) => (
        <li key={step}>{t('handovers.report.rule', { table, version, rule: String(rule) })}</li>
      ))}
    </ul>
  );
}
