import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Heading, type HeadingLevel } from './text.tsx';

const BADGES = {
  neutral: 'utrecht-badge-status utrecht-badge-status--inactive',
  info: 'utrecht-badge-status utrecht-badge-status--neutral',
  attention: 'utrecht-badge-status utrecht-badge-status--warning',
  late: 'utrecht-badge-status utrecht-badge-status--danger',
  done: 'utrecht-badge-status utrecht-badge-status--success',
} as const;

export type BadgeTone = keyof typeof BADGES;

/** A status in one or two words. */
export function Badge({
  tone = 'neutral',
  children,
}: {
  readonly tone?: BadgeTone;
  readonly children: ReactNode;
}) {
  return <span className={BADGES[tone]}>{children}</span>;
}

export interface DataItem {
  readonly key: string;
  readonly value: ReactNode;
}

/** Facts of one thing: name and value under or beside each other. Items without a value stay away. */
export function DataList({ items }: { readonly items: readonly DataItem[] }) {
  const shown = items.filter(({ value }) => value !== undefined && value !== null && value !== '');
  return (
    <dl className="utrecht-data-list utrecht-data-list--html-dl wijk-data-list">
      {shown.map(({ key, value }) => (
        <div key={key} className="utrecht-data-list__item wijk-data-list__item">
          <dt className="utrecht-data-list__item-key">{key}</dt>
          <dd className="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface TimelineItem {
  readonly key: string;
  readonly title: ReactNode;
  /** The moment in words; `at` is the same for machines. */
  readonly time: string;
  readonly at: Date;
  readonly by?: string | undefined;
  readonly detail?: ReactNode;
  readonly tone?: 'neutral' | 'attention' | 'late' | 'done';
}

/** What happened, in the order given. The newest first is the custom of this house. */
export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  return (
    <ol className="wijk-timeline">
      {items.map(({ key, title, time, at, by, detail, tone = 'neutral' }) => (
        <li key={key} className={`wijk-timeline__item wijk-timeline__item--${tone}`}>
          <p className="nl-paragraph wijk-timeline__title">{title}</p>
          <p className="nl-paragraph wijk-small">
            <time dateTime={at.toISOString()}>{time}</time>
            {by ? ` · ${by}` : null}
          </p>
          {detail ? <div className="wijk-timeline__detail">{detail}</div> : null}
        </li>
      ))}
    </ol>
  );
}

interface CardProps {
  readonly title?: ReactNode;
  readonly level?: HeadingLevel;
  readonly aside?: ReactNode;
  readonly tone?: 'plain' | 'soft' | 'attention' | 'late';
  readonly children: ReactNode;
}

/** A thing of its own among others. */
export function Card({ title, level = 2, aside, tone = 'plain', children }: CardProps) {
  return (
    <section className={`wijk-card wijk-card--${tone}`}>
      {title ? (
        <div className="wijk-card__head">
          <Heading level={level} look={3}>
            {title}
          </Heading>
          {aside}
        </div>
      ) : null}
      {children}
    </section>
  );
}

interface LinkCardProps {
  readonly href: string;
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string;
  /** The one that most people come for. */
  readonly strong?: boolean;
}

/** One of a few ways to go, large enough to hit at once. */
export function LinkCard({ href, icon, title, text, strong = false }: LinkCardProps) {
  return (
    <div className={strong ? 'wijk-link-card wijk-link-card--strong' : 'wijk-link-card'}>
      <Icon name={icon} size="large" />
      <div>
        <h2 className="nl-heading nl-heading--level-3">
          <a className="nl-link wijk-link-card__link" href={href}>
            {title}
          </a>
        </h2>
        {text ? <p className="nl-paragraph">{text}</p> : null}
      </div>
    </div>
  );
}

/** Cards beside each other as the width allows. */
export function Cards({ children }: { readonly children: ReactNode }) {
  return <div className="wijk-cards">{children}</div>;
}

/** Where nothing is: says why, and what to do now. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="wijk-empty">
      <p className="nl-paragraph nl-paragraph--lead">{title}</p>
      {children}
    </div>
  );
}

/** Closed until asked for; opens without scripts. */
export function Details({
  summary,
  open = false,
  children,
}: {
  readonly summary: ReactNode;
  readonly open?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <details className="wijk-details" open={open}>
      <summary className="wijk-details__summary">{summary}</summary>
      <div className="wijk-details__content">{children}</div>
    </details>
  );
}
