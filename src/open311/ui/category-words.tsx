import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import { LANGUAGES, type T } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Card,
  Checkbox,
  DataList,
  DoneNotice,
  Fieldset,
  Form,
  HiddenInput,
  HouseAgain,
  Link,
  Page,
  Paragraph,
  SideBySide,
  SubmitButton,
  TextInput,
  Timeline,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { CATEGORY_NAME_MAX, NEVER_PUBLIC, type CategoryWordsView } from '../wire.ts';
import type { loader } from './category-words.server.ts';

export { action, loader } from './category-words.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: CategoryWordsView;
}

/** What everybody reads of the kinds of what is broken or dirty in the street, and which of them are public. */
export default function CategoryWordsPage() {
  const t = useT();
  const { view, saved } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={t('category-words.title')}
      lead={t('category-words.lead')}
      refused={refused}
      aside={
        <Badge tone={view.isOwn ? 'done' : 'neutral'}>
          {t(view.isOwn ? 'category-words.own' : 'category-words.house')}
        </Badge>
      }
    >
      {saved && !refused ? <DoneNotice>{t('category-words.saved')}</DoneNotice> : null}
      <SideBySide
        side={
          <>
            <Never />
            {view.isOwn ? <BackToHouse view={view} /> : null}
            {view.history.length > 0 ? <History view={view} /> : null}
          </>
        }
      >
        <EditForm view={view} />
      </SideBySide>
    </Page>
  );
}

function EditForm({ view: { categories, version } }: ViewProps) {
  const t = useT();
  const values = Object.fromEntries(
    categories.flatMap(({ code, name, shown }) => [
      ...LANGUAGES.map((language) => [`${language}-${code}`, name[language]] as const),
      ...(shown ? [[`shown-${code}`, 'yes'] as const] : []),
    ]),
  );
  const labels = Object.fromEntries(
    categories.flatMap(({ code, house }) =>
      LANGUAGES.map((language) => [`${language}-${code}`, house[t.language]] as const),
    ),
  );
  return (
    <Form intent="save" values={values} labels={labels}>
      <HiddenInput name="version" value={String(version)} />
      {categories.map(({ code, house, isGeneral }) => (
        <Fieldset
          key={code}
          legend={house[t.language]}
          hint={isGeneral ? t('category-words.general') : undefined}
        >
          {LANGUAGES.map((language) => (
            <TextInput
              key={language}
              name={`${language}-${code}`}
              maxLength={CATEGORY_NAME_MAX}
              label={t(`category-words.name.${language}`)}
            />
          ))}
          <Checkbox name={`shown-${code}`} label={t('category-words.shown')} />
        </Fieldset>
      ))}
      <SubmitButton>{t('category-words.save')}</SubmitButton>
    </Form>
  );
}

/** What no tick can make public. */
function Never() {
  const t = useT();
  const href = useTownHref();
  return (
    <Card title={t('category-words.public')} tone="soft">
      <Paragraph>{t('category-words.public-text')}</Paragraph>
      <Paragraph>{t('category-words.never')}</Paragraph>
      <ul>
        {NEVER_PUBLIC.map((nature) => (
          <li key={nature}>{t(`triage.nature.${nature}`)}</li>
        ))}
      </ul>
      <Link href={href('/kaart')}>{t('category-words.map')}</Link>
    </Card>
  );
}

function BackToHouse({ view: { version } }: ViewProps) {
  const t = useT();
  return (
    <Card>
      <HouseAgain version={version} text={t('category-words.back-text')} submit={t('category-words.back')} />
    </Card>
  );
}

function History({ view: { history } }: ViewProps) {
  const t = useT();
  const items = history.map(({ version, at, actorName, changed }) => ({
    key: String(version),
    title: t(changed.length > 0 ? 'category-words.wrote' : 'category-words.took-house', { version }),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: changed.length > 0 ? <DataList items={changed.map((one) => changeItem(t, one))} /> : undefined,
  }));
  return (
    <Card title={t('category-words.history')}>
      <Timeline items={items} />
    </Card>
  );
}

function changeItem(t: T, change: CategoryWordsView['history'][number]['changed'][number]) {
  const { code, house, name, shown } = change;
  const switched = shown === undefined ? [] : [t(shown ? 'category-words.on' : 'category-words.off')];
  return {
    key: house?.[t.language] ?? code,
    value: [...(name ? LANGUAGES.map((language) => name[language]) : []), ...switched].join(' · '),
  };
}
