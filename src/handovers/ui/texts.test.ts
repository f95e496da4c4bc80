import { describe, expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { LANGUAGES, loadTexts } from '../../kit/texts.ts';
import { DataClass, Role } from '../../people/model.ts';
import {
  About,
  AssignCause,
  DangerSign,
  InformingResult,
  NextStep,
  PartGround,
  ReportOutcome,
  ReportStatus,
  Sight,
  WordsKind,
} from '../../reports/model.ts';
import { DangerClass, Nature, PolicePart, Step, Urgency } from '../../triage/model.ts';
import {
  CallSubject,
  DeclineReason,
  DeskReason,
  HandoverStep,
  NoticeKind,
  OtherwiseReason,
  OutsideAct,
  OutsideChange,
  OutsideReason,
  OutsideStatus,
  SheetField,
} from '../model.ts';
import { RowDoubt, RowSame, SheetDanger } from '../sheet-wire.ts';
import { CommandName } from '../wire.ts';

const LISTS = ['besluit', 'te-laat', 'informeren', 'stil', 'open'];

/** Every start of an id that a page puts together, with all that can stand behind it. */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  'answers.desk.': DeskReason.options,
  'handovers.about.': About.options,
  'handovers.about-call.': CallSubject.options,
  'handovers.by.': ['user', 'reporter', 'public', 'clock', 'outside'],
  'handovers.danger.': [...DangerSign.options, 'none', 'unknown'],
  'handovers.do.': CommandName.options,
  'handovers.done.': [...CommandName.options, 'spam', 'inform', 'reference', 'no-reference'],
  'handovers.history.': [
    'received',
    'accepted',
    'declined',
    'lapsed',
    'withdrawn',
    'called',
    'closed',
    'informed',
    'reference-noted',
    'reference-removed',
    ...WordsKind.options,
  ],
  'handovers.history.decided.': ['handed-on', 'kept'],
  'handovers.otherwise.': OtherwiseReason.options,
  'handovers.history.assigned.': AssignCause.options,
  'handovers.history.offered.': HandoverStep.options,
  'joining.history.': ['joined', 'follower-joined', 'follower-parted'],
  'handovers.informing.': InformingResult.options,
  'handovers.letter.': WordsKind.options,
  'handovers.nextStep.': NextStep.options,
  'handovers.notice.': NoticeKind.options,
  'handovers.offeredAs.': HandoverStep.options,
  'handovers.outcome.': ReportOutcome.options,
  'handovers.overview.list.': LISTS,
  'handovers.overview.text.': LISTS,
  'handovers.overview.empty.': LISTS,
  'handovers.reason.': DeclineReason.options,
  'handovers.sight.': Sight.options,
  'handovers.status.': ReportStatus.options,
  'handovers.step.': Step.options,
  'handovers.urgency.': Urgency.options,
  'people.action.': ['login', 'logout', 'read', 'create', 'change', 'export'],
  'people.actor.': ['user', 'reporter', 'public', 'clock', 'outside'],
  'people.data-class.': DataClass.options,
  'people.role.': Role.options,
  'people.subject.': ['report', 'session', 'search', 'access-log', 'sheet', 'outside-party'],
  'outside.act.': OutsideAct.options,
  'outside.deed.': OutsideAct.options,
  'outside.send.': OutsideAct.options,
  'outside.thanks.': OutsideAct.options,
  'outside.ground.': PartGround.options,
  'outside.history.': OutsideChange.options,
  'outside.reason.': OutsideReason.options,
  'outside.status.': OutsideStatus.options,
  'sheets.danger-answer.': SheetDanger.options,
  'sheets.doubt.': RowDoubt.options,
  'sheets.field.': [...SheetField.options, 'none'],
  'sheets.same.': RowSame.shape.by.options,
  'triage.danger.': DangerClass.options,
  'triage.nature.': Nature.options,
  'triage.police.': PolicePart.options,
  'triage.urgency.': Urgency.options,
};

describe.each(LANGUAGES)('in %s', (language) => {
  const t = loadTexts(contentFile('texts'), { strict: true }).translator(language);

  it.each(Object.entries(COMPUTED))('every value has its text under %s…', (start, values) => {
    expect(values.filter((value) => !t.has(`${start}${value}`))).toEqual([]);
  });
});
