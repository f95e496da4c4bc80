import { expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { loadTexts } from '../../kit/texts.ts';
import { LANGUAGES } from '../../kit/translate.ts';
import {
  Cause,
  LETTER_NEEDS,
  LETTER_VARIABLES,
  MailMode,
  MessageKind,
  TroubleState,
  ReporterKind,
  StaffKind,
} from '../model.ts';

/** Every start of an id that a page or a mail puts together, with all that can stand behind it. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  'messages.state.': TroubleState.options,
  'messages.state-one.': TroubleState.options,
  'messages.empty.': TroubleState.options,
  'messages.cause.': Cause.options,
  'messages.cure.': Cause.options,
  'messages.kind.': MessageKind.options,
  'messages.own.mode.': MailMode.options,
  'messages.own.kind.': StaffKind.options,
  'messages.reporter.': ReporterKind.options,
  'messages.staff.': StaffKind.options,
  'messages.staff.to-': ['work', 'safe-work', 'absence'],
  'letter-texts.variable.': LETTER_VARIABLES.received,
  'letter-texts.language.': LANGUAGES,
  'refusal.letter-needs-': Object.values(LETTER_NEEDS).flat(),
};

it('has a text for everything that can stand in it, in both languages', () => {
  const texts = loadTexts(contentFile('texts'), { strict: true });
  for (const language of LANGUAGES)
    for (const [start, endings] of Object.entries(COMPUTED))
      for (const ending of endings)
        expect(texts.catalogue(language), `${start}${ending}`).toHaveProperty([start + ending]);
});
