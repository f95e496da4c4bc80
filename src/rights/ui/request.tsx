import { useLoaderData } from 'react-router';
import { formatDate, formatTimeLeft } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Button,
  ButtonLink,
  Card,
  DataList,
  Details,
  Form,
  Page,
  Paragraph,
  RadioGroup,
  Row,
  Select,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { Decision, DecisionReason, ExtensionReason } from '../model.ts';
import type { RequestView } from '../wire.ts';
import type { loader } from './request.server.ts';
import './rights.css';

export { action, loader } from './request.server.ts';

export const handle: PageHandle = { wide: true };

/** One request: how it stands, and the one step that comes next. It shows no words of the report. */
export default function RequestPage() {
  const t = useT();
  const href = useTownHref();
  const { view, blocks, now } = useLoaderData<typeof loader>();
  const title = t('rights.request-name', {
    kind: t(`rights.kind.${view.kind}`),
    number: String(view.reportNumber),
  });
  const back = { href: href('/rechten'), text: t('rights.back') };
  return (
    <Page title={title} back={back} refused={useFormState() !== undefined} aside={<State view={view} />}>
      {blocks.map(({ id, reason, reviewAt }) => (
        <Alert key={id} kind="info">
          <Paragraph>
            {t('rights.stands', {
              reason: t(`rights.block-reason.${reason}`),
              date: formatDate(t, reviewAt),
            })}
          </Paragraph>
        </Alert>
      ))}
      <Facts view={view} now={now} />
      {view.status === 'open' ? <Steps view={view} /> : null}
    </Page>
  );
}

function State({ view: { status, isLate } }: { readonly view: RequestView }) {
  const t = useT();
  const tone = isLate ? 'late' : status === 'closed' ? 'done' : 'info';
  return <Badge tone={tone}>{t(isLate ? 'rights.late' : `rights.status.${status}`)}</Badge>;
}

function Facts({ view, now }: { readonly view: RequestView; readonly now: Date }) {
  const t = useT();
  const { decision, decisionReason, decidedAt, deadline, nextStep, extensionReason } = view;
  return (
    <Card>
      <DataList
        items={[
          { key: t('rights.asked-by'), value: t(`rights.by.${view.askedBy}`) },
          { key: t('rights.received'), value: formatDate(t, view.receivedAt) },
          { key: t('rights.reference'), value: view.reference },
          { key: t('rights.owner'), value: view.ownerName },
          { key: t('rights.step'), value: nextStep && t(`rights.next.${nextStep}`) },
          {
            key: t('rights.until'),
            value: nextStep && (
              <span className="wijk-name">
                {formatDate(t, deadline)}{' '}
                {view.isLate ? <Badge tone="late">{formatTimeLeft(t, deadline, now)}</Badge> : null}
              </span>
            ),
          },
          { key: t('rights.extended'), value: extensionReason && t(`rights.extension.${extensionReason}`) },
          { key: t('rights.decided'), value: decision && t(`rights.decision.${decision}`) },
          { key: t('rights.reason'), value: decisionReason && t(`rights.reason.${decisionReason}`) },
          { key: t('rights.decided-at'), value: decidedAt && formatDate(t, decidedAt) },
        ]}
      />
    </Card>
  );
}

function Steps({ view }: { readonly view: RequestView }) {
  const t = useT();
  const href = useTownHref();
  const refused = useFormState()?.values['intent'];
  return (
    <>
      {view.isMine ? null : (
        <Form intent="take-over">
          <Paragraph>{t('rights.take-over-text', { owner: view.ownerName })}</Paragraph>
          <Button>{t('rights.take-over')}</Button>
        </Form>
      )}
      {view.nextStep === 'identify' ? (
        <Card title={t('rights.next.identify')} tone="attention">
          <Form intent="identify">
            <Paragraph>{t('rights.identify-text')}</Paragraph>
            <SubmitButton>{t('rights.identify')}</SubmitButton>
          </Form>
        </Card>
      ) : null}
      {view.isMine ? (
        <Card title={t('rights.look')}>
          <Paragraph>{t(`rights.look-text.${view.kind}`)}</Paragraph>
          <Row>
            <ButtonLink href={href(`/rechten/${view.id}/inzage`)}>{t('rights.open-report')}</ButtonLink>
          </Row>
        </Card>
      ) : null}
      <Card title={t('rights.next.answer')} tone={view.nextStep === 'answer' ? 'attention' : 'plain'}>
        <DecideForm />
      </Card>
      {view.extensionReason === null && !view.isLate ? (
        <Details summary={t('rights.extend')} open={refused === 'extend'}>
          <ExtendForm />
        </Details>
      ) : null}
    </>
  );
}

function DecideForm() {
  const t = useT();
  const labels = { decision: t('rights.decided'), reason: t('rights.reason') };
  return (
    <Form intent="decide" labels={labels}>
      <Paragraph>{t('rights.decide-text')}</Paragraph>
      <RadioGroup
        name="decision"
        label={labels.decision}
        options={Decision.options.map((value) => ({ value, label: t(`rights.decision.${value}`) }))}
      />
      <Select
        name="reason"
        label={labels.reason}
        hint={t('rights.reason-hint')}
        optional
        options={DecisionReason.options.map((value) => ({ value, label: t(`rights.reason.${value}`) }))}
      />
      <SubmitButton>{t('rights.decide')}</SubmitButton>
    </Form>
  );
}

function ExtendForm() {
  const t = useT();
  const label = t('rights.extended');
  return (
    <Form intent="extend" labels={{ reason: label }}>
      <Paragraph>{t('rights.extend-text')}</Paragraph>
      <RadioGroup
        name="reason"
        label={label}
        options={ExtensionReason.options.map((value) => ({ value, label: t(`rights.extension.${value}`) }))}
      />
      <Button>{t('rights.extend')}</Button>
    </Form>
  );
}
