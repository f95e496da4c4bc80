import {
  Button,
  Checkbox,
  CheckboxGroup,
  CopyText,
  FileInput,
  ImageInput,
  QuestionForm,
  RadioGroup,
  Select,
  TextArea,
  TextInput,
  type Option,
} from '../index.tsx';
import type { Examples, Say } from './example.ts';

export const fields: Examples = {
  id: 'velden',
  title: (say) => say('Velden', 'Fields'),
  use: (say) =>
    say(
      'Boven elk veld staat wat het vraagt. Wat fout is, staat bij het veld en boven het formulier.',
      'Above each field stands what it asks. What is wrong stands at the field and above the form.',
    ),
  examples: [
    { name: (say) => say('Leeg', 'Empty'), show: (say) => <Empty say={say} /> },
    { name: (say) => say('Ingevuld', 'Filled in'), show: (say) => <Filled say={say} /> },
    { name: (say) => say('Met fouten', 'With mistakes'), show: (say) => <Wrong say={say} /> },
    { name: (say) => say('Om over te nemen', 'To take along'), show: (say) => <Copied say={say} /> },
  ],
};

function Empty({ say }: { readonly say: Say }) {
  return (
    <QuestionForm action="#velden" title={say('Leeg', 'Empty')} values={{}}>
      <TextInput name="empty-street" label={say('Straat en huisnummer', 'Street and number')} />
      <TextInput
        name="empty-mail"
        type="email"
        optional
        label={say('E-mailadres', 'E-mail address')}
        hint={say('Dan krijgt u bericht.', 'You will then be told.')}
      />
      <TextArea name="empty-story" label={say('Wat is er aan de hand?', 'What is the matter?')} />
      <Select name="empty-kind" label={say('Organisatie', 'Organisation')} options={services(say)} />
      <FileInput name="empty-list" optional accept=".xlsx,.csv" label={say('Lijst', 'List')} />
      <ImageInput name="empty-photos" optional label={say('Foto’s', 'Photos')} />
      <Button>{say('Verder', 'Go on')}</Button>
    </QuestionForm>
  );
}

function Filled({ say }: { readonly say: Say }) {
  return (
    <QuestionForm
      action="#velden"
      title={say('Ingevuld', 'Filled in')}
      values={{ 'full-danger': 'no', 'full-sights': ['dark', 'post'], 'full-agree': 'yes' }}
    >
      <RadioGroup
        name="full-danger"
        label={say('Is er nu gevaar?', 'Is there danger now?')}
        options={answers(say)}
      />
      <CheckboxGroup
        name="full-sights"
        label={say('Wat ziet u?', 'What do you see?')}
        hint={say('Meer antwoorden mag.', 'More answers are fine.')}
        options={[
          { value: 'dark', label: say('De gordijnen zijn steeds dicht', 'The curtains are always closed') },
          { value: 'post', label: say('De post blijft liggen', 'The post is not taken in') },
          { value: 'noise', label: say('Er is veel lawaai', 'There is a lot of noise') },
        ]}
      />
      <Checkbox name="full-agree" label={say('Ik wil bericht krijgen', 'I want to be told')} />
      <Button>{say('Verder', 'Go on')}</Button>
    </QuestionForm>
  );
}

function Wrong({ say }: { readonly say: Say }) {
  return (
    <QuestionForm
      action="#velden"
      title={say('Met fouten', 'With mistakes')}
      values={{ 'wrong-mail': 'geen-adres' }}
      refusals={[
        { code: 'story-missing', pointer: 'wrong-story' },
        { code: 'field-email', pointer: 'wrong-mail' },
      ]}
      labels={{
        'wrong-story': say('Wat is er aan de hand?', 'What is the matter?'),
        'wrong-mail': say('E-mailadres', 'E-mail address'),
      }}
    >
      <TextArea name="wrong-story" rows={3} label={say('Wat is er aan de hand?', 'What is the matter?')} />
      <TextInput name="wrong-mail" type="email" label={say('E-mailadres', 'E-mail address')} />
      <Button>{say('Verder', 'Go on')}</Button>
    </QuestionForm>
  );
}

function Copied({ say }: { readonly say: Say }) {
  return (
    <CopyText
      label={say('Tekst om te kopiëren', 'Text to copy')}
      text={say(
        'Melding 1012, Voorbeeldstad\nBuurt: Kadekwartier',
        'Report 1012, Voorbeeldstad\nNeighbourhood: Kadekwartier',
      )}
    />
  );
}

function services(say: Say): Option[] {
  return [
    { value: 'a', label: say('Wijkteam Noord', 'Neighbourhood team North') },
    { value: 'b', label: say('Openbare ruimte', 'Public space') },
  ];
}

function answers(say: Say): Option[] {
  return [
    { value: 'yes', label: say('Ja', 'Yes'), hint: say('Bel dan 112.', 'Then call 112.') },
    { value: 'no', label: say('Nee', 'No') },
    { value: 'unknown', label: say('Dat weet ik niet', 'I do not know') },
  ];
}
