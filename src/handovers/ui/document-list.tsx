import type { ReactNode } from 'react';
import { formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import { Badge, useT } from '../../kit/web/index.tsx';
import type { DocumentView } from '../attached-wire.ts';
import './documents.css';

interface DocumentListProps {
  readonly documents: readonly DocumentView[];
  /** Each has an address of its own below this. */
  readonly href: string;
  /** What stands under a document besides. */
  readonly children?: (document: DocumentView) => ReactNode;
  /** Says of each what it is to the reporter; not for the reporter. */
  readonly forStaff?: boolean;
}

/** Documents by their names, each to be saved: none opens within the page. */
export function DocumentList({ documents, href, children, forStaff = false }: DocumentListProps) {
  const t = useT();
  return (
    <ul className="wijk-documents">
      {documents.map((document) => (
        <li key={document.id} className="wijk-document">
          <a className="nl-link wijk-document__name" href={`${href}/${document.id}`} download>
            {nameOf(t, document, documents)}
          </a>
          <p className="nl-paragraph wijk-small">
            {t('documents.about', { pages: document.pages, size: sizeOf(t, document.sizeBytes) })}
            {' · '}
            {document.authorName ?? t(`documents.by.${document.authorKind}`)}
            {' · '}
            <time dateTime={document.at.toISOString()}>{formatShort(t, document.at)}</time>{' '}
            {forStaff && document.isShared ? <Badge tone="info">{t('documents.shared')}</Badge> : null}
          </p>
          {children?.(document)}
        </li>
      ))}
    </ul>
  );
}

/** As its sender called it; what has no name is told apart by its place in the list. */
export function nameOf(t: T, { id, name }: DocumentView, documents: readonly DocumentView[]): string {
  const at = documents.findIndex((document) => document.id === id);
  return name === '' ? t('documents.nameless', { number: String(at + 1) }) : name;
}

const KILO = 1024;

function sizeOf(t: T, bytes: number): string {
  const kilo = Math.max(1, Math.round(bytes / KILO));
  return kilo < KILO
    ? t('documents.kilobytes', { size: kilo })
    : t('documents.megabytes', { size: Math.round((kilo / KILO) * 10) / 10 });
}
