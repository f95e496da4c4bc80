import { formatDateTime } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import {
  Badge,
  Button,
  Card,
  DataList,
  Details,
  EmptyState,
  Form,
  Link,
  MapPicture,
  Paragraph,
  Stack,
  TextInput,
  Words,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { CONTACT_INTENT, CONTACT_MAX, placeLine, type Letter, type ReportView } from '../wire.ts';
import { StoryWords } from './story-words.tsx';
import '../../kit/web/map.css';

type File = NonNullable<ReportView['file']>;

/** What the reporter wrote, for who accepted the report; for who did not, why it is not here. */
export function ReportStory({ view }: { readonly view: ReportView }) {
  const t = useT();
  const { file, extract, commands } = view;
  if (file)
    return extract.isPart ? <Asked file={file} /> : <Story file={file} mayCorrect={view.mayCorrectContact} />;
  if (extract.status === 'closed') return null;
  return (
    <EmptyState title={t('handovers.file.shut')}>
      <Paragraph>{t(shutText({ commands, extract }))}</Paragraph>
    </EmptyState>
  );
}

function shutText({ commands, extract }: Pick<ReportView, 'commands' | 'extract'>): string {
  if (!commands.includes('accept')) return 'handovers.file.not-yours';
  return extract.isPart ? 'parts.file.after-accepting' : 'handovers.file.after-accepting';
}

function Story({ file, mayCorrect }: { readonly file: File; readonly mayCorrect: boolean }) {
  const t = useT();
  const story = file.letters.find(({ kind }) => kind === 'story');
  return (
    <Card title={t('handovers.file.story')}>
      {story?.replacedAt ? (
        <Paragraph>
          {t('handovers.letter.replaced', { moment: formatDateTime(t, story.replacedAt) })}
        </Paragraph>
      ) : null}
      {story ? (
        <StoryWords story={story.body} nothing={t('handovers.file.no-story')} />
      ) : (
        <Paragraph>{t('handovers.file.destroyed')}</Paragraph>
      )}
      <WholeMail file={file} />
      <DataList
        items={[
          { key: t('handovers.file.place'), value: placeText(t, file) },
          { key: t('handovers.file.contact'), value: <Contact contact={file.contact} /> },
        ]}
      />
      {mayCorrect && !file.contact?.removed ? <CorrectContact contact={file.contact} /> : null}
      {file.spot ? <SpotMap spot={file.spot} /> : null}
      <AddressMap map={file.addressMap} />
    </Card>
  );
}

/** Of a part: what was asked, and of the whole no more than was shown with it. */
function Asked({ file }: { readonly file: File }) {
  const t = useT();
  const asked = file.letters.find(({ kind }) => kind === 'story');
  const hasPlace = placeLine(file, t) !== undefined || file.spot !== undefined;
  return (
    <Card title={t('parts.file.asked')}>
      {asked ? <Words>{asked.body}</Words> : <Paragraph>{t('handovers.file.destroyed')}</Paragraph>}
      {file.wholeStory === undefined ? null : (
        <>
          <Paragraph>
            <strong>{t('parts.file.whole')}</strong>
          </Paragraph>
          <StoryWords story={file.wholeStory} nothing={t('handovers.file.no-story')} />
        </>
      )}
      {hasPlace ? <DataList items={[{ key: t('handovers.file.place'), value: placeText(t, file) }]} /> : null}
      {file.spot ? <SpotMap spot={file.spot} /> : null}
      <AddressMap map={file.addressMap} />
    </Card>
  );
}

/** The mail that the story was taken out of, as it came, one click away. */
function WholeMail({ file: { letters } }: { readonly file: File }) {
  const t = useT();
  const pieces = letters.filter(({ kind }) => kind === 'original');
  if (pieces.length === 0) return null;
  return (
    <Details summary={t('handovers.letter.original')}>
      <Words>{pieces.map(({ body }) => body).join('\n')}</Words>
    </Details>
  );
}

function placeText(t: T, file: File): string {
  const { spot } = file;
  return (
    placeLine(file, t) ?? spot?.label ?? t(spot ? 'handovers.file.on-the-map' : 'handovers.file.no-place')
  );
}

/** The point on a map, and as an address that a telephone's own map opens. */
export function SpotMap({ spot }: { readonly spot: NonNullable<File['spot']> }) {
  const t = useT();
  const { latDeg, lonDeg, source, accuracyM, map } = spot;
  const at =
    latDeg === undefined || lonDeg === undefined
      ? undefined
      : [latDeg, lonDeg].map((deg) => deg.toFixed(6)).join(',');
  return (
    <figure className="wijk-spot">
      <MapPicture view={map} pin={{ accuracyM }} widthPx={480} title={t('handovers.file.map')} />
      <figcaption>
        {t(`handovers.spot.${source}`, { metres: accuracyM ?? 0 })}
        {at === undefined ? null : (
          <>
            {' '}
            <Link href={`geo:${at}`}>{t('handovers.file.open-map', { at: at.replace(',', ', ') })}</Link>
          </>
        )}
      </figcaption>
    </figure>
  );
}

function AddressMap({ map }: { readonly map: File['addressMap'] }) {
  const t = useT();
  if (!map) return null;
  return (
    <figure className="wijk-spot">
      <MapPicture view={map} pin={{}} widthPx={480} title={t('handovers.file.address-map')} />
    </figure>
  );
}

function Contact({ contact }: Pick<File, 'contact'>) {
  const t = useT();
  if (!contact) return t('handovers.file.anonymous');
  if (contact.removed) return t('handovers.file.contact-removed');
  const { name, phone, email } = contact;
  return (
    <Stack gap="small">
      {name ? <span>{name}</span> : null}
      {phone ? <Link href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</Link> : null}
      {email ? <Link href={`mailto:${email}`}>{email}</Link> : null}
    </Stack>
  );
}

/** Told to be wrong on the telephone, or mistyped. Who reported without a name can give it there for the first time. */
function CorrectContact({ contact }: Pick<File, 'contact'>) {
  const t = useT();
  const refused = useFormState()?.values['intent'] === CONTACT_INTENT;
  const title = t(contact ? 'contact.correct' : 'contact.add');
  return (
    <div className="wijk-screen">
      <Details summary={title} open={refused}>
        <Form
          intent={CONTACT_INTENT}
          values={{ email: contact?.email ?? '', phone: contact?.phone ?? '' }}
          labels={{ email: t('contact.email'), phone: t('contact.phone') }}
        >
          <Paragraph>{t(contact ? 'contact.correct-text' : 'contact.add-text')}</Paragraph>
          <TextInput
            name="email"
            type="email"
            label={t('contact.email')}
            maxLength={CONTACT_MAX}
            spellCheck={false}
            optional
          />
          <TextInput name="phone" type="tel" label={t('contact.phone')} maxLength={CONTACT_MAX} optional />
          <Button>{t('contact.save')}</Button>
        </Form>
      </Details>
    </div>
  );
}

/** What stands in a card of its own. */
const ELSEWHERE: readonly Letter['kind'][] = ['story', 'original', 'outside-question', 'outside-answer'];

/** Everything that was written after the report itself, oldest first. */
export function ReportConversation({ view: { file } }: { readonly view: ReportView }) {
  const t = useT();
  const letters = file?.letters.filter(({ kind }) => !ELSEWHERE.includes(kind)) ?? [];
  if (letters.length === 0) return null;
  return (
    <Card title={t('handovers.file.conversation')}>
      <ol className="wijk-letters">
        {letters.map((letter) => (
          <li
            key={`${letter.at.getTime()} ${letter.kind} ${letter.body}`}
            className={`wijk-letter wijk-letter--${letter.kind}`}
          >
            <LetterHead letter={letter} />
            <Words>{letter.body}</Words>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function LetterHead({
  letter: { kind, at, authorName, authorKind, replacedAt },
}: {
  readonly letter: Letter;
}) {
  const t = useT();
  return (
    <p className="nl-paragraph wijk-letter__head">
      <strong>{t(`handovers.letter.${kind}`)}</strong> {authorName ?? t(`handovers.by.${authorKind}`)}
      {' · '}
      <time dateTime={at.toISOString()}>{formatDateTime(t, at)}</time>{' '}
      {kind === 'note' ? <Badge tone="attention">{t('handovers.letter.internal')}</Badge> : null}
      {replacedAt ? (
        <Badge>{t('handovers.letter.replaced', { moment: formatDateTime(t, replacedAt) })}</Badge>
      ) : null}
    </p>
  );
}
