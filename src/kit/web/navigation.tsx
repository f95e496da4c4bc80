export interface Tab {
  readonly href: string;
  readonly label: string;
  readonly count?: number;
  readonly current?: boolean;
}

/** Views of one list, each with an address of its own: links, not tabs in the sense of ARIA. */
export function TabLinks({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  return (
    <nav className="wijk-tabs" aria-label={label}>
      <ul className="wijk-tabs__list">
        {tabs.map(({ href, label: text, count, current = false }) => (
          <li key={href}>
            <a
              className={current ? 'wijk-tabs__link wijk-tabs__link--current' : 'wijk-tabs__link'}
              href={href}
              aria-current={current ? 'page' : undefined}
            >
              {text}
              {count === undefined ? null : <span className="wijk-count">{count}</span>}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
