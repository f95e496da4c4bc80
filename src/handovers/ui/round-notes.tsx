import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import {
  Badge,
  ButtonLink,
  Card,
  EmptyState,
  Page,
  Paragraph,
  Small,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { nowText } from './reporter-now.ts';
import type { loader } from './round-notes.server.ts';

export { loader } from './round-notes.server.ts';

type Note = ReturnType<typeof useLoaderData<typeof loader>>['notes'][number];

/** What was done with what I noted: as much as a reporter may know, and nothing about a person. */
export default function RoundNotesPage() {
  const t = useT();
  const href = useTownHref();
  const { notes } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t('round.mine')}
      lead={t('round.mine-lead')}
      back={{ href: href('/ronde'), text: t('round.back') }}
    >
      {notes.length === 0 ? (
        <EmptyState title={t('round.none')}>
          <ButtonLink look="primary" href={href('/ronde')}>
            {t('round.nav')}
          </ButtonLink>
        </EmptyState>
      ) : null}
      {notes.map((note) => (
        <NoteCard key={note.number} note={note} />
      ))}
    </Page>
  );
}

function NoteCard({ note }: { readonly note: Note }) {
  const t = useT();
  const { what, when } = nowText(t, note);
  const seen = note.sights.map((sight) => t(`reports.sight.${sight}`)).join(', ');
  return (
    <Card
      title={t('round.note', { number: String(note.number) })}
      aside={
        <Badge tone={note.isDone ? 'done' : note.isLate ? 'late' : 'info'}>
          {t(note.isDone ? 'round.done' : 'round.open')}
        </Badge>
      }
    >
      <Paragraph>{when === undefined ? what : `${what} ${when}`}</Paragraph>
      <Small>{[formatDateTime(t, note.receivedAt), note.area, seen].filter(Boolean).join(' · ')}</Small>
    </Card>
  );
}
