import {
  Alert,
  Form,
  Heading,
  ImageInput,
  Paragraph,
  SubmitButton,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { ReporterView } from '../wire.ts';
import { PhotoGrid } from './photo-grid.tsx';

const PAGE = '/volgen/melding/fotos';

/** On the receipt: how many photos came in, and that the report is there when some did not. */
export function PhotosReceived({ received, missed }: { readonly received: number; readonly missed: number }) {
  const t = useT();
  return (
    <>
      {missed > 0 ? (
        <Alert kind="warning" title={t('photos.missed', { count: missed })}>
          <Paragraph>{t('photos.missed-text')}</Paragraph>
        </Alert>
      ) : null}
      {received > 0 ? <Paragraph>{t('photos.received', { count: received })}</Paragraph> : null}
    </>
  );
}

interface ViewProps {
  readonly view: Pick<ReporterView, 'photos' | 'photoRoom'>;
}

/** The reporter's own photos and those that were shared, and room for more while somebody is at work. */
export function ReporterPhotos({ view }: ViewProps) {
  const t = useT();
  const href = useTownHref()(PAGE);
  if (view.photos.length === 0 && view.photoRoom === 0) return null;
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby="photos">
      <Heading level={2} id="photos">
        {t('photos.title')}
      </Heading>
      {view.photos.length > 0 ? <PhotoGrid photos={view.photos} href={href} /> : null}
      <AddPhotos view={view} />
    </section>
  );
}

/** Sent to the page of the photos, which shows what was wrong with them. */
function AddPhotos({ view: { photoRoom } }: ViewProps) {
  const t = useT();
  const href = useTownHref()(PAGE);
  if (photoRoom === 0) return null;
  return (
    <Form files intent="add-photos" action={href}>
      <div className="wijk-card wijk-card--plain">
        <ImageInput
          name="photo"
          label={t('photos.add-own')}
          hint={t('photos.hint', { maximum: photoRoom })}
        />
        <div>
          <SubmitButton>{t('photos.add-submit')}</SubmitButton>
        </div>
      </div>
    </Form>
  );
}
