import { useLoaderData } from 'react-router';
import { formatShort } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Badge,
  Button,
  Card,
  DoneNotice,
  EmptyState,
  Form,
  Hidden,
  HiddenInput,
  Page,
  Paragraph,
  Row,
  Small,
  Stack,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import type { DevicesView } from '../wire.ts';
import type { loader } from './devices.server.ts';

export { action, loader } from './devices.server.ts';

export const handle: PageHandle = { script: '/devices.js', worker: true };

/** On which devices I have notices shown; src/web/public/devices.js switches this one on. */
export default function DevicesPage() {
  const t = useT();
  const href = useTownHref();
  const { view, vapid, done } = useLoaderData<typeof loader>();
  const refused = useFormState() !== undefined;
  return (
    <Page
      title={t('devices.title')}
      lead={t('devices.lead')}
      back={{ href: href('/account'), text: t('log-in.account.title') }}
      refused={refused}
    >
      {done && !refused ? <DoneNotice>{t(`devices.done.${done}`)}</DoneNotice> : null}
      <div className="wijk-stack" data-devices={href('')} data-vapid={vapid}>
        {vapid === undefined ? (
          <Alert kind="warning" title={t('devices.off')}>
            <Paragraph>{t('devices.off-text')}</Paragraph>
          </Alert>
        ) : (
          <ThisDevice />
        )}
        <Devices devices={view.devices} canTest={vapid !== undefined} />
      </div>
    </Page>
  );
}

/** What stands there without scripts says what is needed; the script shows the one of these lines that holds. */
function ThisDevice() {
  const t = useT();
  return (
    <Card title={t('devices.this')}>
      <Stack>
        <div data-devices-says="unable">
          <Paragraph>{t('devices.unable')}</Paragraph>
        </div>
        <div data-devices-says="denied" hidden>
          <Paragraph>{t('devices.denied')}</Paragraph>
        </div>
        <div data-devices-says="failed" hidden role="status">
          <Paragraph>{t('devices.failed')}</Paragraph>
        </div>
        <div data-devices-says="on" hidden>
          <Paragraph>{t('devices.on')}</Paragraph>
        </div>
        <div data-devices-says="off" data-devices-on hidden>
          <Form intent="add">
            <Paragraph>{t('devices.shown')}</Paragraph>
            {['endpoint', 'p256dh', 'auth'].map((name) => (
              <HiddenInput key={name} name={name} value="" />
            ))}
            <SubmitButton>{t('devices.switch-on')}</SubmitButton>
          </Form>
        </div>
      </Stack>
    </Card>
  );
}

interface DevicesProps {
  readonly devices: DevicesView['devices'];
  readonly canTest: boolean;
}

function Devices({ devices, canTest }: DevicesProps) {
  const t = useT();
  if (devices.length === 0) return <EmptyState title={t('devices.none')} />;
  return devices.map((device) => {
    const { id, browser, system, madeAt, shownAt, mark } = device;
    const name = t('devices.name', {
      browser: t(`devices.browser.${browser}`),
      system: t(`devices.system.${system}`),
    });
    return (
      <Card
        key={id}
        title={name}
        aside={
          <span data-mark={mark} hidden>
            <Badge tone="info">{t('devices.this')}</Badge>
          </span>
        }
      >
        <Stack>
          <Small>
            {t('devices.since', { moment: formatShort(t, madeAt) })}{' '}
            {shownAt === null ? t('devices.never') : t('devices.last', { moment: formatShort(t, shownAt) })}
          </Small>
          <Row>
            {canTest ? <DeviceButton id={id} intent="test" name={name} /> : null}
            <DeviceButton id={id} intent="remove" name={name} />
          </Row>
        </Stack>
      </Card>
    );
  });
}

function DeviceButton({
  id,
  intent,
  name,
}: {
  readonly id: string;
  readonly intent: string;
  readonly name: string;
}) {
  const t = useT();
  return (
    <Form intent={intent}>
      <HiddenInput name="device" value={id} />
      <Button look={intent === 'test' ? 'secondary' : 'subtle'}>
        {t(`devices.${intent}`)}
        <Hidden> {name}</Hidden>
      </Button>
    </Form>
  );
}
