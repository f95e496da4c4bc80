import { useLoaderData } from 'react-router';
import {
  Alert,
  Page,
  Paragraph,
  refusalText,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { ReporterPhotos } from './reporter-photo-parts.tsx';
import type { loader } from './reporter-photos.server.ts';

export { action, loader } from './reporter-photos.server.ts';

/** The photos of the reporter's own report; here comes back what was wrong with one. */
export default function ReporterPhotosPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  const answer = useFormState();
  // without room there is no form left to say it
  const untold = view.photoRoom === 0 ? (answer?.refusals ?? []) : [];
  return (
    <Page
      title={t('photos.own-page')}
      back={{ href: href('/volgen/melding'), text: t('photos.own-back') }}
      refused={answer !== undefined}
    >
      {untold.map((refusal) => (
        <Alert key={refusal.code} kind="error" role="alert">
          <Paragraph>{refusalText(t, refusal)}</Paragraph>
        </Alert>
      ))}
      <ReporterPhotos view={view} />
      {view.photos.length === 0 && view.photoRoom === 0 ? <Paragraph>{t('photos.none')}</Paragraph> : null}
    </Page>
  );
}
