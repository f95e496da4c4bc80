import { z } from 'zod';
import { CountsFrom, DataClass, Permission, Role } from '../people/model.ts';
import { PlaceNames, Spot } from '../places/model.ts';
import {
  About,
  Answer,
  Contact,
  DangerSign,
  AnyOutcome,
  ReportStatus,
  Sight,
  WordsKind,
} from '../reports/model.ts';
import {
  AskedBy,
  BlockReason,
  Decision,
  DecisionReason,
  ExtensionReason,
  RequestKind,
  RequestStep,
  Went,
} from './model.ts';

export { placeLine } from '../places/model.ts';

/** What the pages get to see. Nothing leaves a loader that these schemas do not name. */
export const Look = z.object({
  at: z.date(),
  action: z.string(),
  actorKind: z.string(),
  organisation: z.string().optional(),
  roles: z.array(Role),
  dataClasses: z.array(z.string()),
  ground: z.string(),
});
export type Look = z.infer<typeof Look>;

export const ExportView = z.object({
  municipality: z.string(),
  number: z.number(),
  receivedAt: z.date(),
  madeAt: z.date(),
  status: ReportStatus,
  outcome: AnyOutcome.nullable(),
  about: About,
  sights: z.array(Sight),
  dangers: z.array(z.union([DangerSign, z.enum(['none', 'unknown'])])),
  words: z.array(
    z.object({
      id: z.string(),
      kind: WordsKind,
      at: z.date(),
      byReporter: z.boolean(),
      body: z.string(),
      replacedAt: z.date().optional(),
    }),
  ),
  /** By their names; each is saved by itself. */
  documents: z.array(
    z.object({
      id: z.string(),
      at: z.date(),
      byReporter: z.boolean(),
      name: z.string(),
      pages: z.number(),
      sizeBytes: z.number(),
    }),
  ),
  contact: Contact.optional(),
  ...PlaceNames.shape,
  spot: Spot.optional(),
  answers: z.array(Answer),
  happened: z.array(z.object({ at: z.date(), what: z.string() })),
  /** Under what services keep it in systems of their own; only in the export for who it is about. */
  references: z.array(z.object({ serviceName: z.string(), reference: z.string() })),
  looks: z.array(Look),
});
export type ExportView = z.infer<typeof ExportView>;

/** The same with the further questions in the municipality's words. */
export type ReadableExport = Omit<ExportView, 'answers'> & {
  readonly further: readonly { readonly question: string; readonly answer: string }[];
};

export const RequestView = z.object({
  id: z.string(),
  reportNumber: z.number(),
  kind: RequestKind,
  askedBy: AskedBy,
  reference: z.string().nullable(),
  receivedAt: z.date(),
  deadline: z.date(),
  isLate: z.boolean(),
  extensionReason: ExtensionReason.nullable(),
  status: z.enum(['open', 'closed']),
  ownerName: z.string(),
  isMine: z.boolean(),
  nextStep: RequestStep.nullable(),
  decision: Decision.nullable(),
  decisionReason: DecisionReason.nullable(),
  decidedAt: z.date().nullable(),
});
export type RequestView = z.infer<typeof RequestView>;

export const BlockView = z.object({
  id: z.string(),
  reportNumber: z.number(),
  reason: BlockReason,
  ownerName: z.string(),
  blockedAt: z.date(),
  reviewAt: z.date(),
  isLate: z.boolean(),
});
export type BlockView = z.infer<typeof BlockView>;

export const RightsOverview = z.object({
  open: z.array(RequestView),
  closed: z.array(RequestView),
  blocks: z.array(BlockView),
  untold: z.array(z.object({ number: z.number(), deadline: z.date(), isLate: z.boolean() })),
  mayAct: z.boolean(),
  now: z.date(),
});
export type RightsOverview = z.infer<typeof RightsOverview>;

export const DestructionView = z.object({
  /** When what goes next was reckoned, and the chain proven whole. */
  at: z.date(),
  planned: z.array(Went),
  proofs: z.array(Went.extend({ seq: z.number(), at: z.date(), hash: z.string() })),
  /** The first proof that does not follow from the one before it. */
  brokenAt: z.number().optional(),
});
export type DestructionView = z.infer<typeof DestructionView>;

/** One class as the municipality has decided on it, and where its data stands. */
export const ClassView = z.object({
  name: DataClass,
  ground: z.string(),
  purpose: z.string(),
  countsFrom: CountsFrom,
  anonymiseDays: z.number().optional(),
  destroyDays: z.number(),
  source: z.string(),
  verified: z.boolean(),
  tables: z.array(z.string()),
});
export type ClassView = z.infer<typeof ClassView>;

/** The public page: what is kept, why it may be, and until when, in words. */
export const PrivacyView = z.object({
  municipality: z.string(),
  desk: z.string(),
  parties: z.array(z.string()),
  classes: z.array(
    z.object({
      name: DataClass,
      ground: z.string(),
      blanked: z.string().optional(),
      gone: z.string(),
      verified: z.boolean(),
    }),
  ),
  at: z.date(),
});
export type PrivacyView = z.infer<typeof PrivacyView>;

/** What the house does with personal data here and now: all texts about privacy are written from this and nothing else. */
export const PrivacyFacts = z.object({
  municipality: z.string(),
  desk: z.string(),
  classes: z.array(ClassView),
  parties: z.array(z.string()),
  roles: z.array(z.object({ role: Role, people: z.number(), permissions: z.array(Permission) })),
  at: z.date(),
});
export type PrivacyFacts = z.infer<typeof PrivacyFacts>;
