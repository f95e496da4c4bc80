import type { ReactNode } from 'react';
import {
  Button,
  Card,
  Details,
  Form,
  HiddenInput,
  Paragraph,
  RadioGroup,
  Select,
  SubmitButton,
  TextArea,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import type { SetView } from '../wire.ts';

interface ActionProps {
  readonly view: SetView;
  /** Made with the page: a key against double clicks, and the time on the clock on the wall. */
  readonly fresh: { readonly activate: string; readonly from: string };
}

const WORDS_MAX = 2000;

/** What this person can do with the set now; the step that leads on comes first and open. */
export function SetActions(props: ActionProps) {
  const { commands } = props.view;
  return (
    <>
      {commands.includes('propose') ? <Propose {...props} /> : null}
      {commands.includes('approve') ? <Approve {...props} /> : null}
      {commands.includes('activate') ? <Activate {...props} /> : null}
      <div className="wijk-actions">
        {commands.includes('send-back') ? <SendBack {...props} /> : null}
        {commands.includes('invite') && props.view.municipalities.length > 0 ? <Invite {...props} /> : null}
        {commands.includes('edit') ? <Note {...props} /> : null}
        {commands.includes('take-back') ? <Plain {...props} command="take-back" /> : null}
        {commands.includes('discard') ? <Plain {...props} command="discard" /> : null}
      </div>
    </>
  );
}

function Revision({ view }: { readonly view: SetView }) {
  return <HiddenInput name="revision" value={String(view.revision)} />;
}

function Propose({ view }: ActionProps) {
  const t = useT();
  return (
    <Card title={t('tables.propose.title')}>
      {view.refusals.length > 0 ? (
        <Paragraph>{t('tables.propose.not-yet')}</Paragraph>
      ) : (
        <Form intent="propose">
          <Revision view={view} />
          <Paragraph>{t('tables.propose.text')}</Paragraph>
          <TextArea
            name="words"
            rows={2}
            optional
            maxLength={WORDS_MAX}
            label={t('tables.propose.words')}
            hint={t('tables.no-names')}
          />
          <SubmitButton>{t('tables.propose.submit')}</SubmitButton>
        </Form>
      )}
    </Card>
  );
}

function Approve({ view }: ActionProps) {
  const t = useT();
  return (
    <Card title={t('tables.approve.title')}>
      <Form intent="approve">
        <Revision view={view} />
        <Paragraph>{t('tables.approve.text')}</Paragraph>
        <TextArea name="words" rows={2} optional maxLength={WORDS_MAX} label={t('tables.approve.words')} />
        <SubmitButton>{t('tables.approve.submit')}</SubmitButton>
      </Form>
    </Card>
  );
}

function Activate({ view, fresh }: ActionProps) {
  const t = useT();
  const options = ['now', 'later'].map((value) => ({ value, label: t(`tables.activate.${value}`) }));
  return (
    <Card title={t('tables.activate.title')}>
      <Form
        intent="activate"
        values={{ start: 'now', from: fresh.from }}
        labels={{ from: t('tables.activate.from'), start: t('tables.activate.start') }}
      >
        <HiddenInput name="key" value={fresh.activate} />
        <HiddenInput name="seen" value={view.seen} />
        <RadioGroup name="start" label={t('tables.activate.start')} options={options} />
        <TextInput
          name="from"
          type="datetime-local"
          optional
          label={t('tables.activate.from')}
          hint={t('tables.activate.from-hint')}
        />
        <TextInput name="reason" optional maxLength={WORDS_MAX} label={t('tables.reason')} width="full" />
        <SubmitButton>{t('tables.activate.submit')}</SubmitButton>
      </Form>
    </Card>
  );
}

/** Closed until asked for, and open when its form comes back with a mistake. */
function Closed({
  intent,
  title,
  children,
}: {
  readonly intent: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  const isOpen = useFormState()?.values.intent === intent;
  return (
    <Details summary={title} open={isOpen}>
      {children}
    </Details>
  );
}

function SendBack({ view }: ActionProps) {
  const t = useT();
  return (
    <Closed intent="send-back" title={t('tables.send-back.submit')}>
      <Form intent="send-back" labels={{ words: t('tables.reason') }}>
        <Revision view={view} />
        <TextArea name="words" rows={3} maxLength={WORDS_MAX} label={t('tables.reason')} />
        <Button>{t('tables.send-back.submit')}</Button>
      </Form>
    </Closed>
  );
}

function Invite({ view }: ActionProps) {
  const t = useT();
  const options = view.municipalities.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Closed intent="invite" title={t('tables.invite.title')}>
      <Form intent="invite" labels={{ municipality: t('tables.invite.municipality') }}>
        <Revision view={view} />
        <Paragraph>{t('tables.invite.text')}</Paragraph>
        <Select name="municipality" label={t('tables.invite.municipality')} options={options} />
        <Button>{t('tables.invite.submit')}</Button>
      </Form>
    </Closed>
  );
}

function Note({ view }: ActionProps) {
  const t = useT();
  return (
    <Closed intent="note" title={t('tables.note-change')}>
      <Form intent="note" values={{ note: view.note }}>
        <Revision view={view} />
        <TextArea
          name="note"
          rows={3}
          optional
          maxLength={WORDS_MAX}
          label={t('tables.note')}
          hint={t('tables.note-hint')}
        />
        <Button>{t('tables.note-save')}</Button>
      </Form>
    </Closed>
  );
}

/** A step without words: what it does is said before the button. */
function Plain({ view, command }: ActionProps & { readonly command: 'take-back' | 'discard' }) {
  const t = useT();
  return (
    <Closed intent={command} title={t(`tables.${command}.submit`)}>
      <Form intent={command}>
        <Revision view={view} />
        <Paragraph>{t(`tables.${command}.text`)}</Paragraph>
        <Button look={command === 'discard' ? 'danger' : 'secondary'}>{t(`tables.${command}.submit`)}</Button>
      </Form>
    </Closed>
  );
}
