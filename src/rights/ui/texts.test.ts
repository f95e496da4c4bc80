import { describe, expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { LANGUAGES, loadTexts } from '../../kit/texts.ts';
import { CountsFrom, DataClass, Permission } from '../../people/model.ts';
import { About, ReportEvent, WordsKind } from '../../reports/model.ts';
import {
  AskedBy,
  BlockReason,
  Decision,
  DecisionReason,
  DestructionStep,
  DocumentKind,
  ExtensionReason,
  RequestKind,
  RequestStep,
} from '../model.ts';

/** Every start of an id that a page or a document puts together, with all that can stand behind it. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  'rights.about.': About.options,
  'rights.block-reason.': BlockReason.options,
  'rights.by.': AskedBy.options,
  'rights.decision.': Decision.options,
  'rights.document.': DocumentKind.options,
  'rights.extension.': ExtensionReason.options,
  'rights.happened.': [
    ...ReportEvent.options
      .map(({ shape }) => shape.kind.value)
      .filter((kind) => !['assigned', 'worded'].includes(kind)),
    'accepted',
    'reopened',
    'returned',
    'second-look',
    ...WordsKind.options,
  ],
  'rights.kind.': RequestKind.options,
  'rights.kind-hint.': RequestKind.options,
  'rights.look-text.': RequestKind.options,
  'rights.next.': RequestStep.options,
  'rights.reason.': DecisionReason.options,
  'rights.status.': ['open', 'closed'],
  'rights.step.': DestructionStep.options,
  'privacy.class.': DataClass.options,
  'privacy.counts-from.': CountsFrom.options,
  'privacy.doc.title.': DocumentKind.options,
  'privacy.ground.': ['a', 'b', 'c', 'd', 'e', 'f'],
  'privacy.permission.': Permission.options,
  'privacy.right.': RequestKind.options,
  'privacy.why.': DataClass.options,
};

describe.each(LANGUAGES)('in %s', (language) => {
  const t = loadTexts(contentFile('texts'), { strict: true }).translator(language);

  it.each(Object.entries(COMPUTED))('every value has its text under %s…', (start, values) => {
    expect(values.filter((value) => !t.has(`${start}${value}`))).toEqual([]);
  });
});
