import { useLoaderData } from 'react-router';
import { LANGUAGES } from '../../kit/translate.ts';
import type { PageHandle } from '../../kit/web/context.ts';
import {
  Badge,
  Button,
  Card,
  Checkbox,
  Details,
  DoneNotice,
  EmptyState,
  Form,
  HiddenInput,
  Page,
  Paragraph,
  RadioGroup,
  Stack,
  TextInput,
  useFormState,
  useT,
} from '../../kit/web/index.tsx';
import { OUTSIDE_NAME_MAX } from '../model.ts';
import type { OutsidePartiesView } from '../outside-wire.ts';
import type { loader } from './outside-parties.server.ts';
import './work.css';

export { action, loader } from './outside-parties.server.ts';
export const handle: PageHandle = { wide: true };

type Party = OutsidePartiesView['parties'][number];

/** The organisations without an account that can be chosen when somebody asks outside. */
export default function OutsidePartiesPage() {
  const t = useT();
  const { parties, key, isSaved } = useLoaderData<typeof loader>();
  const posted = useFormState()?.values['intent'];
  const fresh = { id: key, name: '', email: '', language: 'nl', active: true } as const;
  return (
    <Page title={t('outside.parties.title')} lead={t('outside.parties.lead')} refused={posted !== undefined}>
      {isSaved ? <DoneNotice>{t('outside.parties.saved')}</DoneNotice> : null}
      {parties.length === 0 ? (
        <EmptyState title={t('outside.parties.none')}>
          <Paragraph>{t('outside.parties.none-text')}</Paragraph>
        </EmptyState>
      ) : (
        <div className="wijk-actions">
          {parties.map((party) => (
            <Details key={party.id} summary={<Summary party={party} />} open={posted === `party.${party.id}`}>
              <PartyForm party={party} intent={`party.${party.id}`} submit={t('outside.parties.save')} />
            </Details>
          ))}
        </div>
      )}
      <Card title={t('outside.parties.new')}>
        <PartyForm party={fresh} intent="party.new" submit={t('outside.parties.add')} />
      </Card>
    </Page>
  );
}

function Summary({ party: { name, active } }: { readonly party: Party }) {
  const t = useT();
  return (
    <>
      {name} {active ? null : <Badge>{t('outside.parties.off')}</Badge>}
    </>
  );
}

function PartyForm({
  party,
  intent,
  submit,
}: {
  readonly party: Party;
  readonly intent: string;
  readonly submit: string;
}) {
  const t = useT();
  const { id, name, email, language, active } = party;
  return (
    <Form
      intent={intent}
      values={{ name, email, language, ...(active ? { active: 'yes' } : {}) }}
      labels={{ name: t('outside.name'), email: t('outside.email') }}
    >
      <Stack gap="medium">
        <HiddenInput name="id" value={id} />
        <TextInput name="name" label={t('outside.name')} maxLength={OUTSIDE_NAME_MAX} />
        <TextInput
          name="email"
          type="email"
          label={t('outside.email')}
          hint={t('outside.parties.email-hint')}
          maxLength={254}
          spellCheck={false}
        />
        <RadioGroup
          name="language"
          label={t('outside.language')}
          options={LANGUAGES.map((value) => ({ value, label: t(`standard-texts.language.${value}`) }))}
        />
        <Checkbox name="active" value="yes" label={t('outside.parties.active')} />
        <Button>{submit}</Button>
      </Stack>
    </Form>
  );
}
