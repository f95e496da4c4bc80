import { useLoaderData } from 'react-router';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  Card,
  EmptyState,
  Form,
  ImageInput,
  Page,
  Paragraph,
  Select,
  Small,
  Stack,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { PHOTO_REASONS, type PhotosView, type PhotoView } from '../attached-wire.ts';
import { DoneMessage } from './done.tsx';
import { GoneForm } from './gone-form.tsx';
import { PhotoGrid } from './photo-grid.tsx';
import type { loader } from './photos.server.ts';

export { ReportRefused as ErrorBoundary } from './report-refused.tsx';
export { action, loader } from './photos.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: PhotosView;
}

/** The photos of one report: open them, add some, show some to the reporter, take away what should not be here. */
export default function PhotosPage() {
  const t = useT();
  const href = useTownHref();
  const { view, done } = useLoaderData<typeof loader>();
  const number = String(view.number);
  return (
    <Page
      title={t('photos.page-title', { number })}
      back={{ href: href(`/werk/${view.back}`), text: t('photos.back', { number: String(view.back) }) }}
      refused={useFormState() !== undefined}
    >
      <DoneMessage done={done} />
      {view.photos.length > 0 ? <Shown view={view} /> : <Nothing />}
      <div className="wijk-cards">
        <Add view={view} />
        {view.mayRemove && view.photos.length > 0 ? <Remove view={view} /> : null}
      </div>
    </Page>
  );
}

/** The last one can be gone when somebody wants to share it. */
function Nothing() {
  const t = useT();
  return (
    <Stack>
      <GoneForm intent="share-photo" />
      <EmptyState title={t('photos.none')} />
    </Stack>
  );
}

/** One form around all of them: each photo that can be shared has a button of its own. */
function Shown({ view: { number, photos, mayShare, aboutPerson } }: ViewProps) {
  const t = useT();
  const href = useTownHref()(`/werk/${number}/fotos`);
  const canShare = ({ authorKind, isShared }: PhotoView) => mayShare && authorKind === 'user' && !isShared;
  const grid = (
    <PhotoGrid photos={photos} href={href} forStaff>
      {(photo) =>
        canShare(photo) ? (
          <Button look="subtle" name="photo" value={photo.id}>
            {t('photos.share', { number: String(photos.indexOf(photo) + 1) })}
          </Button>
        ) : null
      }
    </PhotoGrid>
  );
  return (
    <Stack>
      {aboutPerson ? (
        <Alert kind="info">
          <Paragraph>{t('photos.about-person')}</Paragraph>
        </Alert>
      ) : null}
      {photos.some(canShare) ? (
        <Form intent="share-photo">{grid}</Form>
      ) : (
        <>
          <GoneForm intent="share-photo" />
          {grid}
        </>
      )}
      <Small>{t('photos.opening-is-logged')}</Small>
    </Stack>
  );
}

function Add({ view: { room } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('photos.add')}>
      {room > 0 ? (
        <Form files intent="add-photos">
          <ImageInput
            name="photo"
            label={t('photos.choose')}
            hint={t('photos.add-hint', { maximum: room })}
          />
          <SubmitButton>{t('photos.add-submit')}</SubmitButton>
        </Form>
      ) : (
        <>
          <GoneForm intent="add-photos" />
          <Paragraph>{t('photos.no-room')}</Paragraph>
        </>
      )}
    </Card>
  );
}

function Remove({ view: { photos } }: ViewProps) {
  const t = useT();
  const which = photos.map(({ id }, index) => ({
    value: id,
    label: t('photos.numbered', { number: String(index + 1) }),
  }));
  const reasons = PHOTO_REASONS.map((value) => ({ value, label: t(`handovers.photo-reason.${value}`) }));
  return (
    <Card title={t('photos.remove')}>
      <Paragraph>{t('photos.remove-text')}</Paragraph>
      <Form
        intent="remove-photo"
        labels={{ photo: t('photos.remove-which'), reason: t('photos.remove-reason') }}
      >
        <Select name="photo" label={t('photos.remove-which')} options={which} />
        <Select name="reason" label={t('photos.remove-reason')} options={reasons} />
        <Button>{t('photos.remove-submit')}</Button>
      </Form>
    </Card>
  );
}
