import { formatDate, formatDateTime } from '../../kit/time-text.ts';
import {
  Card,
  Details,
  Form,
  HiddenInput,
  Paragraph,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  Timeline,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { FIGURES_COMMENT_MAX, type FiguresView } from '../overview-wire.ts';

type Comment = FiguresView['comments'][number];

interface ViewProps {
  readonly view: FiguresView;
}

/** What organisations say of their own figures, and for who leads one a form to say it with. */
export function Comments({ view }: ViewProps) {
  const t = useT();
  const { comments, own, ownFirstUntil } = view;
  return (
    <Stack gap="small">
      {own && ownFirstUntil ? (
        <Paragraph>{t('figures.own-first', { at: formatDate(t, ownFirstUntil) })}</Paragraph>
      ) : null}
      {comments.map((comment) => (
        <Said key={comment.partyId} comment={comment} />
      ))}
      {comments.length === 0 ? <Paragraph>{t('figures.no-comments')}</Paragraph> : null}
      {own ? <Say view={view} own={own} /> : null}
    </Stack>
  );
}

function Said({ comment: { partyName, said } }: { readonly comment: Comment }) {
  const t = useT();
  const [now, ...before] = said;
  if (!now) return null;
  return (
    <Card title={partyName}>
      <Stack gap="small">
        <Paragraph>{now.comment}</Paragraph>
        <Small>
          {t('mirror.said-by', {
            name: now.actorName ?? t('mirror.someone'),
            at: formatDateTime(t, now.at),
          })}
        </Small>
        {before.length > 0 ? (
          <Details summary={t('mirror.before', { count: before.length })}>
            <Timeline
              items={before.map(({ version, comment, at, actorName }) => ({
                key: String(version),
                title: comment,
                time: formatDateTime(t, at),
                at,
                by: actorName,
              }))}
            />
          </Details>
        ) : null}
      </Stack>
    </Card>
  );
}

function Say({ view: { quarter }, own }: ViewProps & { readonly own: NonNullable<FiguresView['own']> }) {
  const t = useT();
  const href = useTownHref();
  const isRefused = useFormState() !== undefined;
  return (
    <Details summary={t(own.version === 0 ? 'figures.say' : 'figures.change')} open={isRefused}>
      <Form
        intent="comment"
        action={href(`/overzicht/cijfers?kwartaal=${quarter}`)}
        values={{ comment: own.comment }}
      >
        <HiddenInput name="quarter" value={quarter} />
        <HiddenInput name="version" value={String(own.version)} />
        <TextArea
          name="comment"
          rows={4}
          maxLength={FIGURES_COMMENT_MAX}
          label={t('figures.comment')}
          hint={t('figures.comment-hint')}
        />
        <SubmitButton>{t('mirror.save')}</SubmitButton>
      </Form>
    </Details>
  );
}
