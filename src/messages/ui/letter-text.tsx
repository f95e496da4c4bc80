import { useActionData, useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Button,
  ButtonLink,
  Card,
  DataList,
  Details,
  DoneNotice,
  Form,
  HiddenInput,
  HouseAgain,
  Page,
  Row,
  SideBySide,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Timeline,
  Words,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import {
  LETTER_BODY_MAX,
  LETTER_NEEDS,
  LETTER_SUBJECT_MAX,
  LETTER_VARIABLES,
  SUBJECT_VARIABLES,
  type LetterTemplate,
} from '../model.ts';
import { LetterPreview, type LetterTextView } from '../wire.ts';
import { letterPath } from './letter-names.ts';
import type { action, loader } from './letter-text.server.ts';
import './letter-text.css';

export { action, loader } from './letter-text.server.ts';

export const handle: PageHandle = { wide: true };

interface ViewProps {
  readonly view: LetterTextView;
}

/** One mail in one language: the words, how its reader gets it, and what it said before. */
export default function LetterTextPage() {
  const t = useT();
  const href = useTownHref();
  const { view, saved } = useLoaderData<typeof loader>();
  const refused = (useFormState()?.refusals.length ?? 0) > 0;
  const shown = useShown();
  const back = { href: href('/mailteksten'), text: t('letter-texts.title') };
  const title = t('letter-texts.name', {
    mail: t(`messages.kind.${view.kind}`),
    language: t(`letter-texts.language.${view.language}`),
  });
  return (
    <Page
      title={title}
      back={back}
      refused={refused}
      aside={
        <Badge tone={view.isOwn ? 'done' : 'neutral'}>
          {t(view.isOwn ? 'letter-texts.own' : 'letter-texts.house')}
        </Badge>
      }
    >
      {saved && !refused && !shown ? <DoneNotice>{t('letter-texts.saved')}</DoneNotice> : null}
      <SideBySide
        side={
          <>
            <Preview preview={shown ?? view.preview} view={view} isTyped={shown !== undefined} />
            {view.history.length > 0 ? <History view={view} /> : null}
          </>
        }
      >
        <EditForm view={view} />
        <Variables view={view} />
        {view.isOwn ? <BackToHouse view={view} /> : null}
      </SideBySide>
    </Page>
  );
}

/** What the form shows beforehand, before it is kept. */
function useShown(): LetterPreview | undefined {
  const answer: unknown = useActionData<typeof action>();
  return typeof answer === 'object' && answer !== null && 'preview' in answer
    ? LetterPreview.parse(answer.preview)
    : undefined;
}

function EditForm({ view: { kind, template, version } }: ViewProps) {
  const t = useT();
  const needs = LETTER_NEEDS[kind].map((name) => `{${name}}`).join(', ');
  return (
    <Form intent="save" values={{ subject: template.subject, body: template.body }}>
      <HiddenInput name="version" value={String(version)} />
      <div className="wijk-stack wijk-stack--medium">
        <TextInput
          name="subject"
          width="full"
          maxLength={LETTER_SUBJECT_MAX}
          label={t('letter-texts.subject')}
          hint={t('letter-texts.subject-hint', {
            needs: SUBJECT_VARIABLES.map((name) => `{${name}}`).join(', '),
          })}
        />
        <TextArea
          name="body"
          rows={18}
          maxLength={LETTER_BODY_MAX}
          label={t('letter-texts.body')}
          hint={t('letter-texts.body-hint', { needs })}
        />
      </div>
      <Row>
        <SubmitButton name="step" value="save">
          {t('letter-texts.save')}
        </SubmitButton>
        <Button name="step" value="show">
          {t('letter-texts.show')}
        </Button>
      </Row>
    </Form>
  );
}

/** What is filled in by itself, and how it is written. */
function Variables({ view: { kind } }: ViewProps) {
  const t = useT();
  const needs: readonly string[] = LETTER_NEEDS[kind];
  return (
    <Card title={t('letter-texts.variables')} tone="soft">
      <Stack gap="small">
        <DataList
          items={LETTER_VARIABLES[kind].map((name) => ({
            key: `{${name}}`,
            value: needs.includes(name)
              ? t('letter-texts.needed', { what: t(`letter-texts.variable.${name}`) })
              : t(`letter-texts.variable.${name}`),
          }))}
        />
        <Small>{t('letter-texts.links')}</Small>
        <Small>{t('letter-texts.foot')}</Small>
      </Stack>
    </Card>
  );
}

interface PreviewProps extends ViewProps {
  readonly preview: LetterPreview;
  readonly isTyped: boolean;
}

/** The mail as words, as it goes out; and the way to the same as a page. */
function Preview({ preview, view: { kind, language }, isTyped }: PreviewProps) {
  const t = useT();
  const href = useTownHref();
  const page = href(`${letterPath(kind, language)}/voorbeeld`);
  const typed = useFormState()?.values;
  return (
    <Card title={t(isTyped ? 'letter-texts.preview-typed' : 'letter-texts.preview')}>
      <Stack gap="small">
        <DataList
          items={[
            { key: t('letter-texts.from'), value: preview.sender },
            { key: t('letter-texts.subject'), value: <span lang={language}>{preview.subject}</span> },
          ]}
        />
        <pre className="wijk-mail" lang={language}>
          {preview.text}
        </pre>
        {isTyped && typed ? (
          <form method="post" action={page} target="_blank">
            <input type="hidden" name="subject" value={String(typed['subject'] ?? '')} />
            <input type="hidden" name="body" value={String(typed['body'] ?? '')} />
            <Button>{t('letter-texts.as-page')}</Button>
          </form>
        ) : (
          <div>
            <ButtonLink href={page}>{t('letter-texts.as-page')}</ButtonLink>
          </div>
        )}
      </Stack>
    </Card>
  );
}

function BackToHouse({ view: { house, version, language } }: ViewProps) {
  const t = useT();
  return (
    <Card title={t('letter-texts.back')}>
      <Stack gap="small">
        <Details summary={t('letter-texts.house-says')}>
          <Said template={house} language={language} />
        </Details>
        <HouseAgain version={version} text={t('letter-texts.back-text')} submit={t('letter-texts.back')} />
      </Stack>
    </Card>
  );
}

function Said({ template, language }: { readonly template: LetterTemplate; readonly language: 'nl' | 'en' }) {
  return (
    <div lang={language} className="wijk-stack wijk-stack--small">
      <strong>{template.subject}</strong>
      <Words>{template.body}</Words>
    </div>
  );
}

function History({ view: { history, language } }: ViewProps) {
  const t = useT();
  const items = history.map(({ at, actorName, version, template }) => ({
    key: String(version),
    title: template ? t('letter-texts.wrote', { version }) : t('letter-texts.took-house', { version }),
    time: formatDateTime(t, at),
    at,
    by: actorName,
    detail: template ? (
      <Details summary={t('letter-texts.said')}>
        <Said template={template} language={language} />
      </Details>
    ) : undefined,
  }));
  return (
    <Card title={t('letter-texts.history')}>
      <Timeline items={items} />
    </Card>
  );
}
