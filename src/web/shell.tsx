import type { ReactNode } from 'react';
import { Hidden, Icon, usePage, useT } from '../kit/web/index.tsx';
import { LANGUAGES, type Language } from '../kit/translate.ts';
import type { NavItem } from '../kit/web/context.ts';
import { ClockStrip } from './clock-strip.tsx';

/** What stands around every page, the error pages too: the way in, who is signed in, the language, the foot. */
export function Shell({ wide, children }: { readonly wide: boolean; readonly children: ReactNode }) {
  const t = useT();
  return (
    <div className={wide ? 'wijk-page wijk-page--work' : 'wijk-page'}>
      <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#content">
        {t('web.skip')}
      </a>
      <Header />
      <main className="wijk-main" id="content" tabIndex={-1}>
        <div className="wijk-stack wijk-stack--large">{children}</div>
      </main>
      <Footer />
    </div>
  );
}

function Header() {
  const { t, frame, municipality } = usePage();
  return (
    <header className="wijk-header">
      <ClockStrip />
      <div className="wijk-header__bar">
        <a className="wijk-brand" href={municipality ? `/${municipality.slug}` : '/'}>
          <Mark />
          <span className="wijk-brand__words">
            {municipality ? <span className="wijk-brand__town">{municipality.name}</span> : null}
            <span className={municipality ? 'wijk-brand__product' : 'wijk-brand__town'}>
              {t('web.header.product')}
            </span>
          </span>
        </a>
        <div className="wijk-header__tools">
          <LanguageSwitch />
          {frame.person ? <Person person={frame.person} /> : null}
        </div>
      </div>
      {frame.nav.length > 0 ? <Navigation items={frame.nav} /> : null}
    </header>
  );
}

/** Two roofs under one line: houses that belong together. */
function Mark() {
  return (
    <svg className="wijk-brand__mark" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <rect width="40" height="40" rx="9" fill="currentColor" />
      <path className="wijk-brand__line" d="M7 29V18.5l7-6 7 6V29m0-7 5.5-5 6.5 5.5V29M5 29h30" />
    </svg>
  );
}

function Person({ person }: { readonly person: NonNullable<ReturnType<typeof usePage>['frame']['person']> }) {
  const t = useT();
  return (
    <div className="wijk-person">
      <span className="wijk-person__name">
        <Icon name="person" size="small" />
        <span>
          <Hidden>{t('web.header.signed-in', { name: '' })}</Hidden>
          {person.accountHref ? (
            <a className="nl-link" href={person.accountHref}>
              {person.name}
            </a>
          ) : (
            person.name
          )}
          {person.organisation ? (
            <span className="wijk-person__organisation"> · {person.organisation}</span>
          ) : null}
        </span>
      </span>
      <form method="post" action={person.signOutHref}>
        <button type="submit" className="wijk-plain-button">
          {t('web.header.sign-out')}
        </button>
      </form>
    </div>
  );
}

function Navigation({ items }: { readonly items: readonly NavItem[] }) {
  const { t, path } = usePage();
  const here = path.split('?')[0];
  const current = items
    .flatMap(({ href, leadsTo = [] }) => [href, ...leadsTo].map((way) => ({ href, way })))
    .filter(({ way }) => isBelow(here, way))
    .toSorted((a, b) => b.way.length - a.way.length)[0]?.href;
  return (
    <nav className="utrecht-nav-bar" aria-label={t('web.header.nav')}>
      <div className="utrecht-nav-bar__content">
        <ul className="wijk-nav">
          {items.map(({ href, text, count }) => (
            <li key={href}>
              <a
                className={href === current ? 'wijk-nav__link wijk-nav__link--current' : 'wijk-nav__link'}
                href={href}
                aria-current={here === href ? 'page' : href === current || undefined}
              >
                {t(text)}
                {count === undefined ? null : <span className="wijk-count">{count}</span>}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

/** A page below one of the entries belongs to that entry. */
function isBelow(here: string | undefined, href: string): boolean {
  return here === href || here?.startsWith(`${href}/`) === true;
}

const LANGUAGE_NAMES: Record<Language, string> = { nl: 'web.language.nl', en: 'web.language.en' };

/** A link to the same page in the other language; the server remembers the choice. */
function LanguageSwitch() {
  const { t, language, path } = usePage();
  const others = LANGUAGES.filter((each) => each !== language);
  return (
    <nav aria-label={t('web.language.label')}>
      {others.map((other) => (
        <a
          key={other}
          className="nl-link wijk-language"
          href={withLanguage(path, other)}
          hrefLang={other}
          lang={other}
          rel="nofollow"
        >
          {t(LANGUAGE_NAMES[other])}
        </a>
      ))}
    </nav>
  );
}

function withLanguage(path: string, language: Language): string {
  return `${path}${path.includes('?') ? '&' : '?'}taal=${language}`;
}

function Footer() {
  const { t, frame, municipality } = usePage();
  return (
    <footer className="wijk-footer">
      <div className="wijk-footer__content">
        <p className="nl-paragraph">{t('web.footer.about')}</p>
        <div className="wijk-footer__links">
          {municipality ? (
            <p className="nl-paragraph">
              <a className="nl-link" href={`/${municipality.slug}/privacy`}>
                {t('web.footer.privacy')}
              </a>
            </p>
          ) : null}
          {municipality ? (
            <p className="nl-paragraph">
              <a className="nl-link" href={`/${municipality.slug}/toegankelijkheid`}>
                {t('web.footer.accessibility')}
              </a>
            </p>
          ) : null}
          {municipality && frame.person ? (
            <p className="nl-paragraph">
              <a className="nl-link" href={`/${municipality.slug}/zekerheid`}>
                {t('web.footer.promises')}
              </a>
            </p>
          ) : null}
          <p className="nl-paragraph">
            <a className="nl-link wijk-with-icon" href="tel:112">
              <Icon name="phone" size="small" />
              {t('web.footer.emergency')}
            </a>
          </p>
        </div>
      </div>
    </footer>
  );
}
