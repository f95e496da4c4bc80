import { useActionData, useLoaderData } from 'react-router';
import {
  Alert,
  ButtonLink,
  Card,
  Details,
  Form,
  Heading,
  Page,
  Paragraph,
  SubmitButton,
  TextInput,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { action, loader } from './second-step.server.ts';
import './log-in.css';

export { action, loader } from './second-step.server.ts';

/** The second step of logging in: a code from the phone, the setting up of it, or the codes for when it is gone. */
export default function SecondStepPage() {
  const { step } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  if (answer !== undefined && 'recoveryCodes' in answer) return <RecoveryCodes {...answer} />;
  if (step === undefined) return null;
  if (step.kind === 'unavailable') return <Unavailable />;
  return step.kind === 'enrol' ? <Enrol {...step} /> : <GiveCode />;
}

function GiveCode() {
  const t = useT();
  const refused = useFormState() !== undefined;
  return (
    <Page title={t('log-in.second.title')} lead={t('log-in.second.lead')} refused={refused}>
      <div className="wijk-login">
        <Card>
          <CodeForm hint={t('log-in.second.code-hint')} />
        </Card>
        <Details summary={t('log-in.second.lost')}>
          <Paragraph>{t('log-in.second.lost-text')}</Paragraph>
        </Details>
      </div>
    </Page>
  );
}

function CodeForm({ hint }: { readonly hint: string }) {
  const t = useT();
  return (
    <Form>
      <TextInput
        name="code"
        label={t('log-in.second.code')}
        hint={hint}
        autoComplete="one-time-code"
        spellCheck={false}
        width="short"
      />
      <SubmitButton>{t('log-in.second.submit')}</SubmitButton>
    </Form>
  );
}

interface EnrolProps {
  readonly secret: string;
  readonly qr: { readonly size: number; readonly path: string };
}

function Enrol({ secret, qr }: EnrolProps) {
  const t = useT();
  const refused = useFormState() !== undefined;
  return (
    <Page title={t('log-in.enrol.title')} lead={t('log-in.enrol.lead')} refused={refused}>
      <div className="wijk-login">
        <Card title={t('log-in.enrol.scan')}>
          <Paragraph>{t('log-in.enrol.scan-text')}</Paragraph>
          <svg
            className="wijk-qr"
            viewBox={`0 0 ${qr.size} ${qr.size}`}
            role="img"
            aria-label={t('log-in.enrol.qr')}
          >
            <rect width={qr.size} height={qr.size} fill="#fff" />
            <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
          </svg>
          <Paragraph>{t('log-in.enrol.by-hand')}</Paragraph>
          <p className="nl-paragraph">
            <code className="wijk-code">{secret}</code>
          </p>
        </Card>
        <Card title={t('log-in.enrol.confirm')}>
          <CodeForm hint={t('log-in.enrol.confirm-hint')} />
        </Card>
      </div>
    </Page>
  );
}

function RecoveryCodes({
  recoveryCodes,
  next,
}: {
  readonly recoveryCodes: readonly string[];
  readonly next: string;
}) {
  const t = useT();
  return (
    <Page title={t('log-in.recovery.title')} lead={t('log-in.recovery.lead')}>
      <Alert kind="warning">
        <Paragraph>{t('log-in.recovery.once')}</Paragraph>
      </Alert>
      <Card>
        <Heading level={2} look={3}>
          {t('log-in.recovery.list')}
        </Heading>
        <ul className="wijk-recovery-codes">
          {recoveryCodes.map((code) => (
            <li key={code}>
              <code className="wijk-code">{code}</code>
            </li>
          ))}
        </ul>
      </Card>
      <div>
        <ButtonLink look="primary" href={next}>
          {t('log-in.recovery.next')}
        </ButtonLink>
      </div>
    </Page>
  );
}

function Unavailable() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page title={t('log-in.second.title')} refused>
      <Paragraph>{t('log-in.second.unavailable')}</Paragraph>
      <div>
        <ButtonLink href={href('/inloggen')}>{t('log-in.problem.other')}</ButtonLink>
      </div>
    </Page>
  );
}
