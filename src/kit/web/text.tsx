import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import { usePage } from './use-page.tsx';

const HEADINGS = {
  1: { Tag: 'h1', look: 'nl-heading nl-heading--level-1' },
  2: { Tag: 'h2', look: 'nl-heading nl-heading--level-2' },
  3: { Tag: 'h3', look: 'nl-heading nl-heading--level-3' },
} as const;

export type HeadingLevel = keyof typeof HEADINGS;

interface HeadingProps {
  readonly level: HeadingLevel;
  /** How large it looks, when that differs from its place in the order of headings. */
  readonly look?: HeadingLevel;
  readonly id?: string;
  readonly children: ReactNode;
}

export function Heading({ level, look = level, id, children }: HeadingProps) {
  const { Tag } = HEADINGS[level];
  return (
    <Tag className={HEADINGS[look].look} id={id}>
      {children}
    </Tag>
  );
}

interface PageProps {
  /** The title of the page: its only h1 and the title in the browser. */
  readonly title: string;
  /** Said once under the title, in a larger letter. */
  readonly lead?: ReactNode;
  /** A way back, above the title. */
  readonly back?: { readonly href: string; readonly text: string };
  /** True when the page shows a form that was refused: the title in the browser then says so first. */
  readonly refused?: boolean;
  /** At the height of the title, such as a status. */
  readonly aside?: ReactNode;
  /** A drawing beside the title, on a page that welcomes. */
  readonly picture?: ReactNode;
  readonly children?: ReactNode;
}

/** The head of a page and what follows it. Every page has exactly one. */
export function Page({ title, lead, back, refused = false, aside, picture, children }: PageProps) {
  const { t, municipality } = usePage();
  const place = municipality
    ? t('kit.page.title-town', { title, town: municipality.name })
    : t('kit.page.title', { title });
  return (
    <>
      <title>{refused ? t('kit.page.title-refused', { title: place }) : place}</title>
      <meta name="description" content={typeof lead === 'string' ? lead : place} />
      <div className={picture ? 'wijk-page-top wijk-page-top--picture' : 'wijk-page-top'}>
        <div className="wijk-page-top">
          {back ? <BackLink href={back.href}>{back.text}</BackLink> : null}
          <div className="wijk-page-head">
            <Heading level={1}>{title}</Heading>
            {aside}
          </div>
          {lead ? <Lead>{lead}</Lead> : null}
        </div>
        {picture}
      </div>
      {children}
    </>
  );
}

export function Paragraph({ children }: { readonly children: ReactNode }) {
  return <p className="nl-paragraph">{children}</p>;
}

/** The first words of a page, a little larger. */
function Lead({ children }: { readonly children: ReactNode }) {
  return <p className="nl-paragraph nl-paragraph--lead">{children}</p>;
}

/** Something that matters less, such as a note under a table. */
export function Small({ children }: { readonly children: ReactNode }) {
  return <p className="nl-paragraph wijk-small">{children}</p>;
}

/** What somebody wrote: line ends stay, long words break, and it is marked as theirs. */
export function Words({ children }: { readonly children: string }) {
  return <blockquote className="wijk-words">{children}</blockquote>;
}

interface LinkProps {
  readonly href: string;
  readonly children: ReactNode;
}

/** Every link asks the server for a page: what stands around a page (who, how many, which language) is then true. */
export function Link({ href, children }: LinkProps) {
  return (
    <a className="nl-link" href={href}>
      {children}
    </a>
  );
}

function BackLink({ href, children }: LinkProps) {
  return (
    <p className="nl-paragraph">
      <a className="nl-link wijk-with-icon" href={href} data-back>
        <Icon name="back" size="small" />
        {children}
      </a>
    </p>
  );
}

/** Words for a screen reader only, where eyes see it from the place or the picture. */
export function Hidden({ children }: { readonly children: ReactNode }) {
  return <span className="wijk-hidden">{children}</span>;
}

/** Things under each other with equal distance. */
export function Stack({
  children,
  gap = 'medium',
}: {
  readonly children: ReactNode;
  readonly gap?: 'small' | 'medium' | 'large';
}) {
  return <div className={`wijk-stack wijk-stack--${gap}`}>{children}</div>;
}

interface SideBySideProps {
  /** What goes with it: beside it on a desk, after it on a phone. */
  readonly side: ReactNode;
  readonly children: ReactNode;
}

/** A form and what goes with it. */
export function SideBySide({ side, children }: SideBySideProps) {
  return (
    <div className="wijk-side-by-side">
      <Stack gap="large">{children}</Stack>
      <Stack gap="large">{side}</Stack>
    </div>
  );
}

/** Things beside each other that wrap, such as buttons. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="wijk-row">{children}</div>;
}
