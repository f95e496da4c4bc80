import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Button,
  Card,
  EmptyState,
  HiddenInput,
  Link,
  Page,
  Small,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { CoverWeekView } from '../cover-wire.ts';
import { Choice } from './choice.tsx';
import { dateText, lineTitle, spanText } from './cover-words.ts';
import type { loader } from './cover-week.server.ts';
import './cover.css';
import './work.css';

export { loader } from './cover-week.server.ts';

export const handle: PageHandle = { wide: true };

type Line = CoverWeekView['lines'][number];
type By = Line['days'][number]['parts'][number]['by'];

/** One week, day by day: a bar of twenty-four hours for the eye, and the same in words. */
export default function CoverWeek() {
  const t = useT();
  const href = useTownHref();
  const view = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('cover.week.title')}
      lead={t('cover.week.lead', { day: dateText(t, view.monday) })}
      back={{ href: href('/bezetting'), text: t('cover.title') }}
    >
      <Choose view={view} />
      <Weeks view={view} />
      {view.lines.length === 0 ? <EmptyState title={t('cover.week.none')} /> : <Legend lines={view.lines} />}
      {view.lines.map((line) => (
        <Week key={line.key} line={line} />
      ))}
    </Page>
  );
}

interface ViewProps {
  readonly view: CoverWeekView;
}

function Choose({ view: { areas, natures, services, chosen, monday } }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const all = t('overview.filter.all');
  const byName = (found: readonly { readonly id: string; readonly name: string }[]) =>
    found.map(({ id, name }) => ({ value: id, label: name }));
  const kinds = natures.map((nature) => ({ value: nature, label: t(`triage.nature.${nature}`) }));
  return (
    <form method="get" action={href('/bezetting/week')} className="wijk-filter">
      <HiddenInput name="week" value={monday} />
      <Choice
        name="dienst"
        label={t('cover.week.service')}
        value={chosen.service}
        all={all}
        options={byName(services)}
      />
      <Choice name="gebied" label={t('cover.where')} value={chosen.area} all={all} options={byName(areas)} />
      <Choice name="aard" label={t('cover.about')} value={chosen.nature} all={all} options={kinds} />
      <Button>{t('cover.week.show')}</Button>
    </form>
  );
}

function Weeks({ view: { before, after, chosen } }: ViewProps) {
  const t = useT();
  const href = useTownHref();
  const to = (week: string) => {
    const kept = [
      ['dienst', chosen.service],
      ['gebied', chosen.area],
      ['aard', chosen.nature],
      ['week', week],
    ].filter((pair): pair is [string, string] => pair[1] !== undefined);
    return href(`/bezetting/week?${new URLSearchParams(kept).toString()}`);
  };
  return (
    <div className="wijk-row">
      {before ? <Link href={to(before)}>{t('cover.week.before')}</Link> : null}
      {after ? <Link href={to(after)}>{t('cover.week.after')}</Link> : null}
    </div>
  );
}

/** What the colours mean, of those that are there. */
function Legend({ lines }: { readonly lines: readonly Line[] }) {
  const t = useT();
  const shown = new Set(lines.flatMap(({ days }) => days.flatMap(({ parts }) => parts.map(({ by }) => by))));
  return (
    <ul className="wijk-hours-legend">
      {[...shown].map((by) => (
        <li key={by}>
          <svg viewBox="0 0 60 24" className="wijk-hours__key" aria-hidden="true">
            <Block by={by} fromMinute={0} untilMinute={60} />
          </svg>
          {t(`cover.by.${by}`)}
        </li>
      ))}
    </ul>
  );
}

function Week({ line }: { readonly line: Line }) {
  const t = useT();
  const about = line.natures.map((nature) => t(`triage.nature.${nature}`)).join(', ');
  const title = lineTitle(t, line);
  return (
    <Card title={line.cannotWait ? t('cover.urgent.title', { service: title }) : title}>
      <Small>{line.areas ? t('cover.week.about', { about, areas: line.areas.join(', ') }) : about}</Small>
      <dl className="wijk-hours">
        {line.days.map(({ date, parts }) => (
          <div key={date} className="wijk-hours__day">
            <dt>{dateText(t, date)}</dt>
            <dd>
              <svg
                viewBox="0 0 1440 24"
                preserveAspectRatio="none"
                className="wijk-hours__bar"
                aria-hidden="true"
              >
                {parts.map((part) => (
                  <Block key={part.fromMinute} {...part} />
                ))}
                {[360, 720, 1080].map((minute) => (
                  <line key={minute} x1={minute} x2={minute} y1="0" y2="24" className="wijk-hours__tick" />
                ))}
              </svg>
              <ul className="wijk-hours__words">
                {parts.map(({ fromMinute, untilMinute, by }) => (
                  <li key={fromMinute}>
                    {spanText(t, fromMinute, untilMinute)}: {t(`cover.by.${by}`)}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** How high a block stands: the more somebody is there, the higher; so that it is told without colours too. */
const HEIGHTS = {
  there: 24,
  instead: 12,
  desk: 12,
  phone: 8,
  waits: 4,
  nobody: 24,
} as const satisfies Record<By, number>;

function Block({ by, fromMinute, untilMinute }: { by: By; fromMinute: number; untilMinute: number }) {
  const height = HEIGHTS[by];
  return (
    <rect
      x={fromMinute}
      y={24 - height}
      width={Math.max(0, untilMinute - fromMinute)}
      height={height}
      className={`wijk-hours__block wijk-hours__block--${by}`}
    />
  );
}
