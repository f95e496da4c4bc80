import { ButtonLink, Card, Paragraph, useT, useTownHref } from '../../kit/web/index.tsx';
import type { ReportView } from '../wire.ts';
import { PhotoGrid } from './photo-grid.tsx';

/** The photos of a report, for who may read it; what can be done with them stands on a page of their own. */
export function ReportPhotos({ view: { file, extract } }: { readonly view: ReportView }) {
  const t = useT();
  const href = useTownHref()(`/werk/${extract.number}/fotos`);
  if (!file) return null;
  return (
    <Card title={t('photos.title')}>
      {file.photos.length > 0 ? (
        <PhotoGrid photos={file.photos} href={href} forStaff />
      ) : (
        <Paragraph>{t('photos.none')}</Paragraph>
      )}
      <div data-photos>
        <ButtonLink look="subtle" href={href}>
          {t(file.photos.length > 0 ? 'photos.manage' : 'photos.add-first')}
        </ButtonLink>
      </div>
    </Card>
  );
}
