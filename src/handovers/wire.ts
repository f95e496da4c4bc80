import { z } from 'zod';
import { Role } from '../people/model.ts';
import { MapView, PlaceNames, Spot } from '../places/model.ts';
import {
  About,
  Answer,
  InformingResult,
  NextStep,
  AnyOutcome,
  ReportOutcome,
  Sight,
  ReportStatus,
  WordsKind,
} from '../reports/model.ts';
import { DangerClass, Nature, PolicePart, Step, Urgency } from '../triage/model.ts';
import { AnswerView, TalkView } from './answer-wire.ts';
import { DocumentView, PhotoView } from './attached-wire.ts';
import { OutsideView } from './outside-wire.ts';
import { PartsView, WholeView } from './part-wire.ts';
import { RatingNow } from './rating-wire.ts';
import { BulkCommand, HandoverStep, ListOrder, ListScope, NoticeKind, StandardText } from './model.ts';

export { placeLine } from '../places/model.ts';
export { CONTACT_MAX, Rating, writtenIn } from '../reports/model.ts';

/** What can be chosen, for the pages that ask it. */
export const ReportOutcomes = ReportOutcome.options;
export const ReportNatures = Nature.options;
export const ReportUrgencies = Urgency.options;
export const ReportSteps = NextStep.options;

/** What the pages get to see. Nothing leaves a loader that these schemas do not name. */
export const ExtractView = z.object({
  number: z.number(),
  /** A part of another report. */
  isPart: z.boolean(),
  receivedAt: z.date(),
  nature: Nature,
  urgency: Urgency,
  danger: DangerClass,
  neighbourhood: z.string().optional(),
  about: About,
  status: ReportStatus,
  nextStep: NextStep.nullable(),
  deadline: z.date().nullable(),
  isLate: z.boolean(),
  ownerName: z.string(),
  serviceName: z.string().optional(),
  /** The service whose answer is awaited. */
  offeredTo: z.string().optional(),
  /** Why it came to that service: the place of the offer on the road. */
  offeredAs: HandoverStep.optional(),
  outcome: AnyOutcome.nullable(),
  closedAt: z.date().nullable(),
  changedAt: z.date(),
});
export type ExtractView = z.infer<typeof ExtractView>;

/** The person a report is about still has to be told of it. */
export const InformingTask = z.object({ number: z.number(), deadline: z.date(), isLate: z.boolean() });
export type InformingTask = z.infer<typeof InformingTask>;

export const WorkListView = z.object({
  informing: z.array(InformingTask),
  offered: z.array(ExtractView),
  mine: z.array(ExtractView),
  closed: z.array(ExtractView),
  /** For who leads a party: what it has in hand or is asked, beside the own work. */
  team: z.array(ExtractView),
  notices: z.array(
    z.object({
      id: z.string(),
      kind: NoticeKind,
      reportNumber: z.number().optional(),
      /** Whether its report opens for this person now: who is told that it is late need not have to do with it. */
      canOpen: z.boolean(),
      /** What its report is about, for who may open it. */
      nature: Nature.optional(),
      at: z.date(),
    }),
  ),
  /** How many there are; the lists above hold the most pressing of them. */
  totals: z.object({ offered: z.number(), mine: z.number() }),
  /** Whether there is more of the team than is shown. */
  isTeamCut: z.boolean(),
  now: z.date(),
});
export type WorkListView = z.infer<typeof WorkListView>;

export const HistoryLine = z.object({
  at: z.date(),
  /** Text id: `handovers.history.<what>`. */
  what: z.string(),
  actorName: z.string().optional(),
  actorKind: z.string(),
  facts: z.record(z.string(), z.string()),
  ownerName: z.string().optional(),
});
export type HistoryLine = z.infer<typeof HistoryLine>;

export const Letter = z.object({
  kind: WordsKind,
  at: z.date(),
  authorName: z.string().optional(),
  authorKind: z.string(),
  body: z.string(),
  /** When these words were put right; they stay to be read. */
  replacedAt: z.date().optional(),
});
export type Letter = z.infer<typeof Letter>;

export const CommandName = z.enum([
  'accept',
  'decline',
  'hand-on',
  'decide-otherwise',
  'take-over',
  'give',
  'spoken',
  'contacted',
  'ask',
  'note',
  'call',
  'danger-checked',
  'close',
  'join',
  'part',
  'split',
  'take-part-back',
  'drop-part',
  'finish-part',
  'ask-outside',
  'renew-outside',
  'withdraw-outside',
  'reopen',
]);
export type CommandName = z.infer<typeof CommandName>;

/** The forms that join to a report that was suggested by the house, or by the reporter. */
export const JOIN_ALIKE = 'join-alike';
export const JOIN_SAID = 'join-said';

/** The form that puts the reporter's address and number right. */
export const CONTACT_INTENT = 'contact';

/** The form that shows the link of a question to an organisation without an account. */
export const LINK_INTENT = 'outside-link';

/** The order that a form gives by its intent: forms that suggest give the same as the form that asks a number, and forms for one part name it behind a dot. */
export function orderOf(intent: unknown): unknown {
  if (typeof intent === 'string' && intent.includes('.')) return intent.slice(0, intent.indexOf('.'));
  return intent === JOIN_ALIKE || intent === JOIN_SAID ? ('join' satisfies CommandName) : intent;
}

export const SpotView = Spot.omit({ point: true }).extend({
  /** Absent outside what RD New covers. */
  latDeg: z.number().optional(),
  lonDeg: z.number().optional(),
  map: MapView,
});
export type SpotView = z.infer<typeof SpotView>;

const AlikeView = z.object({
  number: z.number(),
  /** Very much alike, or somewhat: in words, because the numbers were learned elsewhere. */
  isMuch: z.boolean(),
  distanceM: z.number(),
  isSameComplex: z.boolean(),
  gapHours: z.number(),
  /** Whether it came in after this one. */
  isLater: z.boolean(),
  nature: Nature,
});
export type AlikeView = z.infer<typeof AlikeView>;

const JoiningView = z.object({
  /** What this report goes along with, or went along with until both ended. */
  leading: z.object({ number: z.number(), canOpen: z.boolean() }).optional(),
  followers: z.array(z.object({ number: z.number(), receivedAt: z.date(), isOpen: z.boolean() })),
  mayJoin: z.boolean(),
  /** The open report that the reporter took for the same. Its number is everybody's to know, what is in it is not. */
  said: z.object({ number: z.number(), canOpen: z.boolean() }).optional(),
  alike: z.array(AlikeView),
});
export type JoiningView = z.infer<typeof JoiningView>;

const TextChoice = StandardText.pick({ name: true, purpose: true, outcome: true }).extend({
  ref: z.string(),
});
export type TextChoice = z.infer<typeof TextChoice>;

/** Under what a service keeps a report in a system of its own. */
export const ReferenceView = z.object({
  serviceId: z.string(),
  serviceName: z.string(),
  /** What the organisation calls that system, and where this report stands in it. */
  system: z.string().optional(),
  reference: z.string(),
  href: z.string().optional(),
});
export type ReferenceView = z.infer<typeof ReferenceView>;

/** The essentials of a report, to be copied into another system. */
export const SummaryView = z.object({
  extract: ExtractView,
  sights: z.array(z.string()),
  dangers: z.array(z.string()),
  answers: z.array(Answer),
  references: z.array(ReferenceView),
  /** The talk of who has it with who handed it over; absent where none is held. */
  talk: TalkView.optional(),
  /** Only when they were asked for. */
  words: z
    .object({
      ...PlaceNames.shape,
      spot: z.string().optional(),
      letters: z.array(z.object({ kind: WordsKind, at: z.date(), body: z.string() })),
    })
    .optional(),
  now: z.date(),
});
export type SummaryView = z.infer<typeof SummaryView>;

/** A report on paper or in a file: the summary, what happened, and the pictures that go with the words. */
export const PaperView = z.object({
  summary: SummaryView,
  history: z.array(HistoryLine),
  pictures: z.array(z.object({ at: z.date(), authorKind: z.string(), jpeg: z.instanceof(Uint8Array) })),
});
export type PaperView = z.infer<typeof PaperView>;

export const ReportView = z.object({
  extract: ExtractView,
  /** While who has it is away. */
  ownerAway: z.object({ until: z.date(), standInName: z.string().optional() }).optional(),
  /** 'Waarom hier?': one plain sentence for each step of the weighing. */
  because: z.array(
    z.object({ step: Step, table: z.string(), version: z.string(), rule: z.number(), text: z.string() }),
  ),
  /** What the tables advised, whatever was decided since. */
  advised: z.object({ nature: Nature, urgency: Urgency }),
  police: PolicePart,
  show112: z.boolean(),
  /** A doctor may have to judge how urgent care is; we never do. */
  askGp: z.boolean(),
  sights: z.array(z.string()),
  dangers: z.array(z.string()),
  /** What was asked further, in codes: their words are the municipality's own. */
  answers: z.array(Answer),
  commands: z.array(CommandName),
  /** What goes with accepting and declining it. */
  answer: AnswerView,
  outcome: AnyOutcome.nullable(),
  /** What can have caused it, in the words of the municipality. */
  causes: z.array(z.object({ id: z.string(), label: z.string() })),
  /** Whether this person may put the reporter's address and number right. */
  mayCorrectContact: z.boolean(),
  /** Only for who may read the words. */
  file: z
    .object({
      letters: z.array(Letter),
      contact: z
        .object({
          name: z.string().optional(),
          email: z.string().optional(),
          phone: z.string().optional(),
          removed: z.boolean().optional(),
        })
        .optional(),
      ...PlaceNames.shape,
      /** A point that was told beside an address, or instead of one. */
      spot: SpotView.optional(),
      addressMap: MapView.optional(),
      photos: z.array(PhotoView),
      documents: z.array(DocumentView),
      /** Of a part: the words of the whole, where they were shown with it. */
      wholeStory: z.string().optional(),
    })
    .optional(),
  /** Of a part: what it belongs to. */
  whole: WholeView.optional(),
  /** For who may read the words of a whole: its parts, and whether another can be asked. */
  parts: PartsView.optional(),
  /** What was asked of organisations without an account, for who may read the words. */
  outside: OutsideView.optional(),
  history: z.array(HistoryLine),
  /** Of what is about a place, for who may read its words. */
  joining: JoiningView.optional(),
  /** To whom it can be handed on. */
  services: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Whether it works where the report lies; absent when that place is not known. */
      isHere: z.boolean().optional(),
      /** Nobody is there now; from then on somebody is. */
      opensAt: z.date().optional(),
    }),
  ),
  /** Colleagues who can get it, for who may give it. */
  colleagues: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Colleagues who have this page open too. */
  here: z.array(z.object({ name: z.string(), isWriting: z.boolean() })),
  contactPoints: z.array(z.object({ id: z.string(), name: z.string() })),
  aboutPerson: z.boolean(),
  /** What the services of who looks noted; of no other service. */
  references: z.array(ReferenceView),
  /** In whose name who looks can note one. */
  noting: z
    .object({ serviceId: z.string(), serviceName: z.string(), system: z.string().optional() })
    .optional(),
  /** In which language the reporter reads. */
  reporterLanguage: z.enum(['nl', 'en']),
  /** What can be chosen to write to the reporter with: names; the words come when one is chosen. */
  texts: z.array(TextChoice),
  /** The task to tell the person; absent when the report is about nobody else. */
  informing: z
    .object({
      deadline: z.date(),
      isLate: z.boolean(),
      result: InformingResult.nullable(),
      doneAt: z.date().nullable(),
      mayRecord: z.boolean(),
    })
    .optional(),
  now: z.date(),
});
export type ReportView = z.infer<typeof ReportView>;

/** Who looked at what: codes, names of colleagues and numbers of reports, never what stood there. */
export const AccessLogView = z.object({
  lines: z.array(
    z.object({
      id: z.string(),
      at: z.date(),
      action: z.string(),
      outcome: z.enum(['success', 'denied']),
      actorKind: z.string(),
      userName: z.string().optional(),
      partyName: z.string().optional(),
      clientName: z.string().optional(),
      roles: z.array(Role),
      subjectKind: z.string(),
      reportNumber: z.number().optional(),
      /** What of it: several where one look at a report opened several classes of data. */
      dataClasses: z.array(z.string()),
      ground: z.string(),
      /** How often within the hour: the same person, the same thing. `since` is the first of these times. */
      times: z.number(),
      since: z.date(),
    }),
  ),
  /** Everybody who can stand in the log, by name. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  /** The last line of this page, when there may be older ones. */
  olderThan: z.string().optional(),
});
export type AccessLogView = z.infer<typeof AccessLogView>;

export const ReporterView = z.object({
  number: z.number(),
  receivedAt: z.date(),
  status: ReportStatus,
  nextStep: NextStep.nullable(),
  deadline: z.date().nullable(),
  isLate: z.boolean(),
  /** Who is at turn, in words for residents. About a person always the municipality's desk. */
  atTurn: z.string().optional(),
  aboutPerson: z.boolean(),
  show112: z.boolean(),
  /** A doctor may have to judge; said only to reporters about themselves, who can call their own. */
  askGp: z.boolean(),
  /** True when nobody watches at this hour; then `nextOpening` says from when somebody does. */
  deskClosed: z.boolean(),
  nextOpening: z.date().optional(),
  story: z.string().optional(),
  conversation: z.array(z.object({ kind: WordsKind, at: z.date(), body: z.string() })),
  /** The reporter's own, and those that were shared. */
  photos: z.array(PhotoView),
  documents: z.array(DocumentView),
  photoRoom: z.number(),
  /** Whether 'this is not solved' still brings a second look. */
  mayAskAgain: z.boolean(),
  /** What the reporter said of how it went, and whether that can still be said. */
  rating: RatingNow,
  /** Several organisations work on it now; said of what is about a place alone. */
  isShared: z.boolean(),
  outcome: AnyOutcome.nullable(),
  now: z.date(),
});
export type ReporterView = z.infer<typeof ReporterView>;

/** What is promised about a report, as its reporter would read it: codes and times, no words. */
export const PromiseView = ReporterView.pick({
  number: true,
  nextStep: true,
  deadline: true,
  isLate: true,
  aboutPerson: true,
  show112: true,
  askGp: true,
  outcome: true,
  now: true,
});
export type PromiseView = z.infer<typeof PromiseView>;

/** A report whose code a device keeps: what is promised of it, to the one who holds the code. */
export const KeptView = PromiseView.extend({
  /** Its place among the codes that are kept. */
  at: z.number(),
  receivedAt: z.date(),
  progress: z.enum(['received', 'working', 'done']),
});
export type KeptView = z.infer<typeof KeptView>;

const TextRow = StandardText.extend({
  ref: z.string(),
  /** Of the house, of the house and changed here, or of this municipality alone. */
  source: z.enum(['house', 'changed', 'own']),
  active: z.boolean(),
  /** 0 where the house's text stands as it is. */
  version: z.number(),
});

export const StandardTextsView = z.object({ texts: z.array(TextRow) });
export type StandardTextsView = z.infer<typeof StandardTextsView>;

export const StandardTextView = z.object({
  text: TextRow,
  /** What the house's text says, where this is a change to it. */
  house: StandardText.shape.body.optional(),
  /** The newest first. */
  history: z.array(
    z.object({
      at: z.date(),
      what: z.enum(['written', 'retired', 'restored']),
      actorName: z.string().optional(),
      version: z.number().optional(),
      body: StandardText.shape.body.optional(),
    }),
  ),
});
export type StandardTextView = z.infer<typeof StandardTextView>;

const Named = z.object({ id: z.string(), name: z.string() });

/** What can be chosen in the filters of this person. */
const BulkLine = z.object({ number: z.number(), code: z.string() });

/** What came of doing one thing with several reports, and of putting it back. Codes are those of refusals. */
export const BulkView = z.object({
  id: z.string(),
  command: BulkCommand,
  done: z.array(z.number()),
  refused: z.array(BulkLine),
  isUndone: z.boolean(),
  back: z.array(z.number()),
  left: z.array(BulkLine),
  canUndo: z.boolean(),
});
export type BulkView = z.infer<typeof BulkView>;

export const ListChoices = z.object({
  scopes: z.array(ListScope),
  services: z.array(Named),
  /** Colleagues who work here now. */
  owners: z.array(Named),
  neighbourhoods: z.array(Named),
  /** Each below the name of who manages it. */
  complexes: z.array(Named.extend({ group: z.string() })),
  /** Whether this person can do something with reports, and to which services and colleagues they can go. */
  mayHandle: z.boolean(),
  handOnTo: z.array(Named),
  giveTo: z.array(Named),
  /** What this person keeps under a name. */
  saved: z.array(z.object({ id: z.string(), name: z.string(), query: z.string() })),
  maySearchWords: z.boolean(),
});
export type ListChoices = z.infer<typeof ListChoices>;

export const ListView = z.object({
  extracts: z.array(ExtractView),
  /** Absent where it would be a figure about one colleague. `isMore`: there are at least so many. */
  count: z.object({ found: z.number(), isMore: z.boolean() }).optional(),
  order: ListOrder,
  next: z.string().optional(),
  /** The page is short, and not everything was searched yet. */
  isCut: z.boolean(),
  now: z.date(),
});
export type ListView = z.infer<typeof ListView>;

/** What became of a note of the round, for who made it: what a reporter may know, and what was noted, in codes. */
export const RoundNoteView = PromiseView.extend({
  receivedAt: z.date(),
  sights: z.array(Sight),
  area: z.string().optional(),
  isDone: z.boolean(),
});
export type RoundNoteView = z.infer<typeof RoundNoteView>;
