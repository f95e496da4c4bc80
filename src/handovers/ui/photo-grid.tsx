import type { ReactNode } from 'react';
import { formatShort } from '../../kit/time-text.ts';
import { Badge, useT } from '../../kit/web/index.tsx';
import type { PhotoView } from '../attached-wire.ts';
import './photos.css';

interface PhotoGridProps {
  readonly photos: readonly PhotoView[];
  /** The page of the photos; each has its own address below it. */
  readonly href: string;
  /** What stands under a photo besides. */
  readonly children?: (photo: PhotoView) => ReactNode;
  /** Says of each photo what it is to the reporter; not for the reporter. */
  readonly forStaff?: boolean;
}

/** A blur of each photo, and a way to open it: nobody sees the sharp one without asking for it. */
export function PhotoGrid({ photos, href, children, forStaff = false }: PhotoGridProps) {
  const t = useT();
  return (
    <ul className="wijk-photos">
      {photos.map((photo, index) => (
        <li key={photo.id} className="wijk-photo">
          <img
            className="wijk-photo__preview"
            src={`${href}/${photo.id}/voorbeeld`}
            alt={t('photos.blurred', { number: String(index + 1) })}
            width={photo.width}
            height={photo.height}
          />
          <div className="wijk-photo__about">
            <p className="nl-paragraph wijk-small">
              {photo.authorName ?? t(`photos.by.${photo.authorKind}`)}
              {' · '}
              <time dateTime={photo.at.toISOString()}>{formatShort(t, photo.at)}</time>
            </p>
            {forStaff && photo.isShared ? <Badge tone="info">{t('photos.shared')}</Badge> : null}
            <a
              className="utrecht-button utrecht-button--secondary-action wijk-button-link"
              href={`${href}/${photo.id}`}
            >
              {t('photos.open', { number: String(index + 1) })}
            </a>
            {children?.(photo)}
          </div>
        </li>
      ))}
    </ul>
  );
}
