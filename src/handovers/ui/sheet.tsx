import { useLoaderData } from 'react-router';
import { formatDateTime } from '../../kit/time-text.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Alert,
  Button,
  CallLink,
  Form,
  Link,
  Page,
  Paragraph,
  RadioGroup,
  Row,
  Small,
  Stack,
  SubmitButton,
  useFormState,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { SheetDanger } from '../sheet-wire.ts';
import { SheetColumns } from './sheet-columns.tsx';
import { SheetMade } from './sheet-made.tsx';
import { SheetRows, TAKE_IN } from './sheet-rows.tsx';
import type { loader } from './sheet.server.ts';
import './sheet.css';

export { action, loader } from './sheet.server.ts';

export const handle: PageHandle = { wide: true };

/** A list before it comes in: what each row will be, what is doubtful of it, and which rows are taken. */
export default function SheetPage() {
  const t = useT();
  const href = useTownHref();
  const { view } = useLoaderData<typeof loader>();
  const open = view.rows.filter(({ report }) => report === undefined);
  return (
    <Page
      title={t('sheets.title')}
      lead={t('sheets.lead', { count: open.length })}
      back={{ href: href('/werk/inlezen'), text: t('sheets.back') }}
      refused={(useFormState()?.refusals.length ?? 0) > 0}
    >
      <Stack>
        <SheetMade view={view} />
        <CallFirst />
        {open.length > 0 ? (
          <>
            <SheetColumns />
            <ChooseGood />
            <SheetRows rows={open} />
            <Choosing />
          </>
        ) : null}
        <Discard />
      </Stack>
    </Page>
  );
}

/** Rows that speak of danger wait for nobody's list: somebody calls first. */
function CallFirst() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  const rows = view.rows.filter(({ danger }) => danger.length > 0);
  if (rows.length === 0) return null;
  return (
    <Alert kind="error" title={t('sheets.danger', { count: rows.length })}>
      <Stack gap="small">
        <Paragraph>
          {t('sheets.danger-text', { rows: rows.map(({ number }) => String(number)).join(', ') })}
        </Paragraph>
        <CallLink phone="112">{t('kit.emergency.call')}</CallLink>
      </Stack>
    </Alert>
  );
}

/** Ticks, on a new page, every row of which nothing has to be minded. */
function ChooseGood() {
  const t = useT();
  const href = useTownHref();
  const { view, plain } = useLoaderData<typeof loader>();
  if (plain === 0) return null;
  return (
    <Paragraph>
      <Link href={href(`/werk/inlezen/${view.id}?kies=goed`)}>
        {t('sheets.choose-good', { count: plain })}
      </Link>
    </Paragraph>
  );
}

/** The form to which the boxes in the rows belong. */
function Choosing() {
  const t = useT();
  return (
    <Form
      id={TAKE_IN}
      intent={TAKE_IN}
      labels={{ rij: t('sheets.choose'), gevaar: t('sheets.danger-question') }}
    >
      <RadioGroup
        name="gevaar"
        label={t('sheets.danger-question')}
        hint={t('sheets.danger-hint')}
        options={SheetDanger.options.map((value) => ({ value, label: t(`sheets.danger-answer.${value}`) }))}
      />
      <SubmitButton>{t('sheets.take-in')}</SubmitButton>
      <Small>{t('sheets.take-in-text')}</Small>
    </Form>
  );
}

function Discard() {
  const t = useT();
  const { view } = useLoaderData<typeof loader>();
  return (
    <Form intent="weg">
      <Row>
        <Button look="subtle">{t('sheets.discard')}</Button>
        <Small>{t('sheets.discard-text', { time: formatDateTime(t, view.destroyAfter) })}</Small>
      </Row>
    </Form>
  );
}
