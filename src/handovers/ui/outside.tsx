import type { ReactNode } from 'react';
import { useActionData, useLoaderData } from 'react-router';
import { formatDate, formatDateTime } from '../../kit/time-text.ts';
import {
  Alert,
  Card,
  DataList,
  Details,
  Form,
  HiddenInput,
  Link,
  Page,
  Paragraph,
  Select,
  Small,
  Stack,
  SubmitButton,
  TextArea,
  TextInput,
  Words,
  refusalText,
  useField,
  useFormState,
  usePage,
  useT,
} from '../../kit/web/index.tsx';
import { OUTSIDE_ANSWER_MAX, OUTSIDE_NAME_MAX, type OutsideAct } from '../model.ts';
import { OutsideReasons, type OutsidePageView } from '../outside-page-wire.ts';
import type { loader } from './outside.server.ts';
import { SpotMap } from './report-file.tsx';
import './work.css';

export { action, loader } from './outside.server.ts';

interface ViewProps {
  readonly view: OutsidePageView;
}

/** What an organisation without an account is asked, and its answer. Behind the link of a mail, without a log-in. */
export default function OutsidePage() {
  const { view } = useLoaderData<typeof loader>();
  const answer = useActionData<{ did?: OutsideAct; typed?: string }>();
  const refused = useFormState();
  const did = refused ? undefined : answer?.did;
  if (did) return <Thanks did={did} view={view} />;
  if (!view) return <Gone typed={refused ? undefined : answer?.typed} />;
  return <Asked view={view} />;
}

function Asked({ view }: ViewProps) {
  const t = useT();
  const { askedBy, partyName, question, status } = view;
  return (
    <Page
      title={t('outside.page.title', { organisation: askedBy })}
      lead={t('outside.page.lead', { organisation: askedBy, party: partyName })}
      refused={useFormState() !== undefined}
    >
      {status === 'accepted' ? (
        <Alert kind="ok" title={t('outside.page.accepted')}>
          <Paragraph>{t('outside.page.accepted-text', { date: formatDate(t, view.deadline) })}</Paragraph>
        </Alert>
      ) : null}
      {status === 'silent' ? (
        <Alert kind="warning" title={t('outside.page.late')}>
          <Paragraph>{t('outside.page.late-text')}</Paragraph>
        </Alert>
      ) : null}
      <Card title={t('outside.page.question')} tone="attention">
        <Words>{question}</Words>
        <Facts view={view} />
      </Card>
      <Card title={t('outside.page.answer')}>
        <Stack gap="medium">
          <Small>{t('outside.page.who')}</Small>
          <Lost view={view} />
          <div className="wijk-actions">
            {view.acts.map((act, index) => (
              <Act key={act} act={act} view={view} first={index === 0} />
            ))}
          </div>
        </Stack>
      </Card>
      <Small>{t('outside.page.privacy')}</Small>
    </Page>
  );
}

function Facts({ view }: ViewProps) {
  const t = useT();
  const { path } = usePage();
  const { address, spot, photos, deadline, number } = view;
  const here = path.split('?')[0] ?? '';
  return (
    <>
      <DataList
        items={[
          { key: t('outside.page.until'), value: formatDateTime(t, deadline) },
          { key: t('outside.page.number'), value: String(number) },
          ...(address === undefined && spot === undefined
            ? []
            : [
                {
                  key: t('outside.page.place'),
                  value: address ?? spot?.label ?? t('handovers.file.on-the-map'),
                },
              ]),
          ...(photos.length === 0
            ? []
            : [
                {
                  key: t('outside.page.photos'),
                  value: photos.map((id, index) => (
                    <span key={id}>
                      <Link href={`${here}/fotos/${id}`}>
                        {t('outside.page.photo', { number: String(index + 1) })}
                      </Link>{' '}
                    </span>
                  )),
                },
              ]),
        ]}
      />
      {spot ? <SpotMap spot={spot} /> : null}
    </>
  );
}

/** One way to answer; the first stands open, and the one in which something is missing. */
function Act({ act, view, first }: ViewProps & { readonly act: OutsideAct; readonly first: boolean }) {
  const t = useT();
  const posted = useFormState()?.values['intent'];
  const { key } = useLoaderData<typeof loader>();
  return (
    <Details summary={t(`outside.act.${act}`)} open={posted === undefined ? first : posted === act}>
      <Form
        intent={act}
        values={{ key }}
        labels={{
          name: t('outside.page.name'),
          role: t('outside.page.role'),
          promised: t('outside.page.promised'),
          reason: t('outside.page.reason'),
          body: t('outside.page.words'),
        }}
      >
        <Key />
        <Particular act={act} view={view} />
        <TextInput
          name="name"
          label={t('outside.page.name')}
          autoComplete="name"
          maxLength={OUTSIDE_NAME_MAX}
        />
        <TextInput
          name="role"
          label={t('outside.page.role')}
          hint={t('outside.page.role-hint')}
          autoComplete="organization-title"
          maxLength={OUTSIDE_NAME_MAX}
        />
        <SubmitButton>{t(`outside.send.${act}`)}</SubmitButton>
      </Form>
    </Details>
  );
}

/** What one way to answer asks beside who answers. */
function Particular({ act }: ViewProps & { readonly act: OutsideAct }): ReactNode {
  const t = useT();
  if (act === 'answer')
    return (
      <TextArea
        name="body"
        rows={5}
        maxLength={OUTSIDE_ANSWER_MAX}
        label={t('outside.page.words')}
        hint={t('outside.page.words-hint')}
      />
    );
  const words = (
    <TextArea
      name="body"
      rows={3}
      maxLength={OUTSIDE_ANSWER_MAX}
      label={t('outside.page.words')}
      hint={t('outside.page.words-hint')}
      optional
    />
  );
  if (act === 'done') return words;
  if (act === 'accept')
    return (
      <>
        <TextInput
          name="promised"
          type="date"
          label={t('outside.page.promised')}
          hint={t('outside.page.promised-hint')}
          width="medium"
        />
        {words}
      </>
    );
  return (
    <>
      <Select
        name="reason"
        label={t('outside.page.reason')}
        options={OutsideReasons.map((value) => ({ value, label: t(`outside.reason.${value}`) }))}
      />
      {words}
    </>
  );
}

function Key() {
  return <HiddenInput name="key" value={useField('key').value} />;
}

/** A form that is no longer there, because somebody else answered meanwhile: why, and what was typed. */
function Lost({ view: { acts } }: ViewProps) {
  const t = useT();
  const answer = useFormState();
  if (!answer || acts.some((act) => act === answer.values['intent'])) return null;
  return (
    <Alert kind="error" role="alert" title={t('handovers.lost.title')}>
      {answer.refusals.map((refusal) => (
        <Paragraph key={refusal.code}>{refusalText(t, refusal)}</Paragraph>
      ))}
      <Typed typed={answer.values['body']} />
    </Alert>
  );
}

function Typed({ typed }: { readonly typed: unknown }) {
  const t = useT();
  if (typeof typed !== 'string' || typed === '') return null;
  return (
    <Stack gap="small">
      <Small>{t('handovers.lost.typed')}</Small>
      <Words>{typed}</Words>
    </Stack>
  );
}

function Thanks({ did, view }: { readonly did: OutsideAct; readonly view: OutsidePageView | undefined }) {
  const t = useT();
  const { path } = usePage();
  return (
    <Page title={t('outside.thanks.title')} lead={t(`outside.thanks.${did}`)}>
      {view ? (
        <Paragraph>
          <Link href={path}>{t('outside.thanks.back')}</Link>
        </Paragraph>
      ) : (
        <Paragraph>{t('outside.thanks.close')}</Paragraph>
      )}
    </Page>
  );
}

/** Unknown, expired, answered or withdrawn: one page, which says what to do. */
function Gone({ typed }: { readonly typed: string | undefined }) {
  const t = useT();
  const { town, phone, email } = useLoaderData<typeof loader>();
  return (
    <Page title={t('outside.gone.title')} lead={t('outside.gone.lead')}>
      <Paragraph>{t('outside.gone.text', { town })}</Paragraph>
      {phone ? (
        <Paragraph>
          <Link href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</Link>
        </Paragraph>
      ) : null}
      {email ? (
        <Paragraph>
          <Link href={`mailto:${email}`}>{email}</Link>
        </Paragraph>
      ) : null}
      <Typed typed={typed} />
    </Page>
  );
}
