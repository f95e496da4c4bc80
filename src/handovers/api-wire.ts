import { z } from 'zod';
import { keyOf, Link, Moment, MomentIn, PageQuery, text } from '../kit/edge.ts';
import {
  ABOUT_WORDS,
  type NextStep,
  type PartOutcome,
  type ReportOutcome,
  type ReportStatus,
  type WordsKind,
} from '../reports/model.ts';
import type { Spot } from '../places/model.ts';
import { NATURE_WORDS, type DangerClass, type Urgency } from '../triage/model.ts';
import type { DeclineReason } from './model.ts';
import type { ExtractView, HistoryLine, ReferenceView, ReporterView, ReportView } from './wire.ts';

/** What a machine client gets to see of a report: the extract, without the name of a person. */
export type ClientExtract = ExtractView & {
  readonly changedAt: Date;
  readonly neighbourhoodCode: string | undefined;
  readonly serviceId: string | null;
  readonly references: readonly ReferenceView[];
};

const STATUS_WORDS = {
  'with-coordinator': 'bij-coordinator',
  offered: 'aangeboden',
  accepted: 'aangenomen',
  joined: 'gaat-mee',
  closed: 'gesloten',
} as const satisfies Record<ReportStatus, string>;

const NEXT_STEP_WORDS = {
  'check-danger': 'gevaar-nagaan',
  decide: 'beslissen',
  'await-acceptance': 'wachten-op-aanname',
  'speak-sender': 'overdrager-spreken',
  'first-contact': 'eerste-contact',
  resolve: 'oplossen',
  'await-answer': 'wachten-op-antwoord',
  'await-outside': 'wachten-op-buiten',
  'goes-along': 'gaat-mee',
} as const satisfies Record<NextStep, string>;

const END_WORDS = {
  helped: 'geholpen',
  advised: 'geadviseerd',
  'passed-on': 'doorgegeven',
  'no-action-needed': 'geen-actie-nodig',
  'not-found': 'niet-aangetroffen',
  duplicate: 'dubbel',
  spam: 'spam',
} as const satisfies Record<ReportOutcome, string>;

const PART_OUTCOME_WORDS = {
  'part-done': 'deel-gedaan',
  'part-not-possible': 'deel-niet-mogelijk',
  'part-ended': 'deel-beeindigd',
} as const satisfies Record<PartOutcome, string>;

const OUTCOME_WORDS = { ...END_WORDS, ...PART_OUTCOME_WORDS } as const;

const URGENCY_WORDS = {
  now: 'nu',
  today: 'vandaag',
  soon: 'binnenkort',
  normal: 'gewoon',
} as const satisfies Record<Urgency, string>;

const DANGER_WORDS = {
  life: 'levensgevaar',
  threat: 'bedreiging',
  none: 'geen',
  unknown: 'onbekend',
} as const satisfies Record<DangerClass, string>;

const REASON_WORDS = {
  'not-our-task': 'niet-onze-taak',
  'other-area': 'ander-gebied',
  'no-room-now': 'nu-geen-plek',
  'question-unclear': 'vraag-onduidelijk',
  'better-elsewhere': 'past-beter-elders',
} as const satisfies Record<DeclineReason, string>;

const WORDS_WORDS = {
  story: 'verhaal',
  question: 'vraag',
  answer: 'antwoord',
  note: 'notitie',
  message: 'bericht',
  correction: 'verbetering',
  original: 'hele-e-mail',
  result: 'uitkomst',
  'outside-question': 'vraag-aan-buiten',
  'outside-answer': 'antwoord-van-buiten',
} as const satisfies Record<WordsKind, string>;

const AUTHOR_WORDS: Readonly<Record<string, string>> = {
  user: 'medewerker',
  reporter: 'melder',
  public: 'melder',
  client: 'systeem',
  outside: 'buiten',
  clock: 'klok',
};

const HAPPENED_WORDS: Readonly<Record<string, string>> = {
  received: 'ontvangen',
  assigned: 'aan-zet',
  question: 'vraag',
  answer: 'antwoord',
  note: 'notitie',
  message: 'bericht',
  correction: 'verbetering',
  informed: 'betrokkene-geïnformeerd',
  'reference-noted': 'kenmerk-genoteerd',
  'reference-removed': 'kenmerk-weggehaald',
  result: 'uitkomst',
  'part-changed': 'deel-gewijzigd',
  'outside-question': 'vraag-aan-buiten',
  'outside-answer': 'antwoord-van-buiten',
  'outside-changed': 'buiten-gewijzigd',
  'contact-corrected': 'contactgegevens-verbeterd',
  called: 'gebeld',
  joined: 'gaat-mee',
  'follower-joined': 'andere-gaat-mee',
  'follower-parted': 'andere-gaat-niet-mee',
  closed: 'gesloten',
  offered: 'aangeboden',
  accepted: 'aangenomen',
  declined: 'afgewezen',
  spoken: 'gesproken',
  lapsed: 'verlopen',
  withdrawn: 'ingetrokken',
};

export const Melding = z
  .object({
    nummer: z.int(),
    isDeel: z
      .boolean()
      .meta({ description: 'Een deel van een andere melding, gevraagd door wie die heeft.' }),
    ontvangenOp: Moment,
    gewijzigdOp: Moment,
    aard: z.enum(NATURE_WORDS),
    spoed: z.enum(URGENCY_WORDS),
    gevaar: z.enum(DANGER_WORDS),
    over: z.enum(ABOUT_WORDS),
    buurt: z.object({ code: z.string(), naam: z.string() }).optional(),
    stand: z.enum(STATUS_WORDS),
    volgendeStap: z.enum(NEXT_STEP_WORDS).nullable(),
    uiterlijk: Moment.nullable(),
    teLaat: z.boolean(),
    dienst: z
      .object({ id: z.uuid(), naam: z.string() })
      .optional()
      .meta({ description: 'De dienst die de melding heeft.' }),
    aangebodenAan: z.string().optional().meta({ description: 'De dienst die nog moet antwoorden.' }),
    kenmerken: z
      .array(z.object({ dienstId: z.uuid(), systeem: z.string().optional(), kenmerk: z.string() }))
      .meta({ description: 'Waaronder de eigen diensten de melding in hun eigen systeem hebben.' }),
    uitkomst: z.enum(OUTCOME_WORDS).nullable(),
    geslotenOp: Moment.nullable(),
    _links: z.object({ self: Link, geschiedenis: Link, inhoud: Link }),
  })
  .meta({
    id: 'Melding',
    description: 'Een uittreksel: codes en tijden, geen woorden en geen namen van mensen.',
  });

export const MeldingList = z
  .object({
    meldingen: z.array(Melding),
    peilmoment: Moment.meta({
      description:
        'Vraag hiermee de volgende keer om wat sindsdien is gewijzigd. Iets kan dan dubbel komen; niets ontbreekt.',
    }),
    _links: z.object({ self: Link, volgende: Link.optional() }),
  })
  .meta({ id: 'Meldingen' });

export const MeldingQuery = PageQuery.extend({
  stand: z.enum(STATUS_WORDS).optional(),
  aard: z.enum(NATURE_WORDS).optional(),
  buurt: text(20).optional().meta({ description: 'Code van de buurt.' }),
  ontvangenVanaf: MomentIn.optional(),
  ontvangenTot: MomentIn.optional().meta({ description: 'Tot dit moment, het moment zelf niet.' }),
  gewijzigdSinds: MomentIn.optional().meta({ description: 'Het peilmoment van de vorige keer.' }),
});
export type MeldingQuery = z.infer<typeof MeldingQuery>;

export function changesQuery(query: MeldingQuery) {
  const { stand, aard, buurt, ontvangenVanaf, ontvangenTot, gewijzigdSinds, cursor, limit } = query;
  const momentOf = (written: string | undefined) => (written === undefined ? undefined : new Date(written));
  return {
    status: stand && keyOf(STATUS_WORDS, stand),
    nature: aard && keyOf(NATURE_WORDS, aard),
    neighbourhoodCode: buurt,
    receivedFrom: momentOf(ontvangenVanaf),
    receivedUntil: momentOf(ontvangenTot),
    changedSince: momentOf(gewijzigdSinds),
    cursor,
    limit,
  };
}

/** `self` is the address of this report, below which its parts stand. */
export function presentExtract(extract: ClientExtract, self: string): z.input<typeof Melding> {
  const { neighbourhood, neighbourhoodCode, serviceId, serviceName, nextStep, outcome } = extract;
  return {
    nummer: extract.number,
    isDeel: extract.isPart,
    ontvangenOp: extract.receivedAt.toISOString(),
    gewijzigdOp: extract.changedAt.toISOString(),
    aard: NATURE_WORDS[extract.nature],
    spoed: URGENCY_WORDS[extract.urgency],
    gevaar: DANGER_WORDS[extract.danger],
    over: ABOUT_WORDS[extract.about],
    buurt:
      neighbourhood === undefined || neighbourhoodCode === undefined
        ? undefined
        : { code: neighbourhoodCode, naam: neighbourhood },
    stand: STATUS_WORDS[extract.status],
    volgendeStap: nextStep === null ? null : NEXT_STEP_WORDS[nextStep],
    uiterlijk: written(extract.deadline),
    teLaat: extract.isLate,
    dienst: serviceId === null ? undefined : { id: serviceId, naam: serviceName ?? '' },
    aangebodenAan: extract.offeredTo,
    kenmerken: extract.references.map((one) => ({
      dienstId: one.serviceId,
      systeem: one.system,
      kenmerk: one.reference,
    })),
    uitkomst: outcome === null ? null : OUTCOME_WORDS[outcome],
    geslotenOp: written(extract.closedAt),
    _links: {
      self: { href: self },
      geschiedenis: { href: `${self}/geschiedenis` },
      inhoud: { href: `${self}/inhoud` },
    },
  };
}

function written(moment: Date | null): string | null {
  return moment === null ? null : moment.toISOString();
}

export const Geschiedenis = z
  .object({
    gebeurtenissen: z.array(
      z.object({
        op: Moment,
        wat: z.string(),
        door: z.string(),
        dienst: z.string().optional(),
        volgendeStap: z.enum(NEXT_STEP_WORDS).optional(),
        uiterlijk: Moment.optional(),
        reden: z.enum(REASON_WORDS).optional(),
        uitkomst: z.enum(OUTCOME_WORDS).optional(),
      }),
    ),
  })
  .meta({
    id: 'Geschiedenis',
    description: 'Wat er gebeurde, de oudste eerst; geen woorden en geen namen van mensen.',
  });

export function presentHistory(lines: readonly HistoryLine[]): z.input<typeof Geschiedenis> {
  return {
    gebeurtenissen: lines.map(({ at, what, actorKind, facts }) => ({
      op: at.toISOString(),
      wat: HAPPENED_WORDS[what] ?? what,
      door: AUTHOR_WORDS[actorKind] ?? actorKind,
      dienst: facts['service'],
      volgendeStap: wordOf(NEXT_STEP_WORDS, facts['nextStep']),
      uiterlijk: facts['deadline'],
      reden: wordOf(REASON_WORDS, facts['reason']),
      uitkomst: wordOf(OUTCOME_WORDS, facts['outcome']),
    })),
  };
}

function wordOf<Words extends Readonly<Record<string, string>>>(
  words: Words,
  code: string | undefined,
): Words[keyof Words] | undefined {
  return code !== undefined && Object.hasOwn(words, code) ? words[code as keyof Words] : undefined;
}

const SPOT_WORDS = { pin: 'aangewezen', gps: 'telefoon', register: 'register' } as const satisfies Record<
  Spot['source'],
  string
>;

const Brief = z.object({ soort: z.enum(WORDS_WORDS), op: Moment, door: z.string(), tekst: z.string() });

export const Inhoud = z
  .object({
    brieven: z.array(Brief.extend({ naam: z.string().optional() })),
    contact: z
      .object({ naam: z.string().optional(), email: z.string().optional(), telefoon: z.string().optional() })
      .optional(),
    adres: z.string().optional(),
    complex: z
      .object({ naam: z.string(), waar: z.string().optional().meta({ description: 'Waar in het complex.' }) })
      .optional()
      .meta({ description: 'Waarin het adres ligt, of dat zonder adres is genoemd.' }),
    punt: z
      .object({
        breedtegraad: z.number(),
        lengtegraad: z.number(),
        bron: z.enum(SPOT_WORDS),
        nauwkeurigheidMeter: z.number().optional(),
        adres: z.string().optional(),
      })
      .optional()
      .meta({
        description: 'Waar het is, als dat op de kaart, door een telefoon of door een register is gewezen.',
      }),
  })
  .meta({
    id: 'Inhoud',
    description: 'De woorden van een melding. Elke keer lezen staat in het logboek van inzage.',
  });

function presentSpot(spot: NonNullable<ReportView['file']>['spot']): z.input<typeof Inhoud>['punt'] {
  if (spot?.latDeg === undefined || spot.lonDeg === undefined) return undefined;
  const { latDeg, lonDeg, source, accuracyM, label } = spot;
  return {
    breedtegraad: latDeg,
    lengtegraad: lonDeg,
    bron: SPOT_WORDS[source],
    nauwkeurigheidMeter: accuracyM,
    adres: label,
  };
}

export function presentFile({
  letters,
  contact,
  address,
  complex,
  inside,
  spot,
}: NonNullable<ReportView['file']>): z.input<typeof Inhoud> {
  return {
    brieven: letters.map(({ kind, at, authorKind, authorName, body }) => ({
      soort: WORDS_WORDS[kind],
      op: at.toISOString(),
      door: AUTHOR_WORDS[authorKind] ?? authorKind,
      naam: authorName,
      tekst: body,
    })),
    contact: contact && { naam: contact.name, email: contact.email, telefoon: contact.phone },
    adres: address,
    complex: complex === undefined ? undefined : { naam: complex, waar: inside },
    punt: presentSpot(spot),
  };
}

const WORDS_MAX = 4000;

/** What has to be known for each thing that can be done with a report. */
export const Afwijzing = z
  .strictObject({
    reden: z.enum(REASON_WORDS),
    voorstel: z.strictObject({ dienstId: z.uuid() }).optional().meta({
      description: 'Wie dan wel: een dienst die in deze buurt werkt. Zonder voorstel beslist het meldpunt.',
    }),
  })
  .meta({ id: 'Afwijzing' });
export const Gesprek = z
  .strictObject({
    op: MomentIn.meta({ description: 'Wanneer er is gesproken met wie de melding overdroeg.' }),
  })
  .meta({ id: 'Gesprek' });
export const Doorgave = z.strictObject({ dienstId: z.uuid() }).meta({ id: 'Doorgave' });
export const Tekst = z.strictObject({ tekst: text(WORDS_MAX) }).meta({ id: 'Tekst' });
export const Afsluiting = z
  .strictObject({
    uitkomst: z.enum(END_WORDS),
    bericht: text(WORDS_MAX).optional().meta({
      description:
        'Voor de melder. Gaat de melding over een persoon, dan gaat er nooit een eigen bericht uit.',
    }),
  })
  .meta({ id: 'Afsluiting' });

export const Deeluitkomst = z
  .strictObject({
    uitkomst: z.enum(['deel-gedaan', 'deel-niet-mogelijk']),
    bericht: text(WORDS_MAX).meta({ description: 'Voor wie het deel vroeg; de melder leest dit niet.' }),
  })
  .meta({ id: 'Deeluitkomst' });

export const reasonOf = (word: z.infer<typeof Afwijzing>['reden']) => keyOf(REASON_WORDS, word);
export const outcomeOf = (word: z.infer<typeof Afsluiting>['uitkomst']) => keyOf(END_WORDS, word);

export const partOutcomeOf = (word: z.infer<typeof Deeluitkomst>['uitkomst']) =>
  keyOf(PART_OUTCOME_WORDS, word);

/** Words that come twice are one letter: the key is the letter's own id. */
export const LetterHeader = z.object({
  'Idempotency-Key': z
    .uuid()
    .meta({ description: 'Een UUID, nieuw voor elke tekst. Twee keer dezelfde is één tekst.' }),
});

export const Handeling = z
  .object({ nummer: z.int(), handeling: z.string(), _links: z.object({ melding: Link }) })
  .meta({
    id: 'Handeling',
    description: 'Het is gedaan. Hoe de melding er nu voor staat, staat bij de melding.',
  });

export const CodeMessage = z.strictObject({ volgcode: text(100) }).meta({ id: 'Volgcode' });

export const MelderMelding = z
  .object({
    nummer: z.int(),
    ontvangenOp: Moment,
    stand: z.enum(['ontvangen', 'mee-bezig', 'klaar']),
    volgendeStap: z.enum(NEXT_STEP_WORDS).nullable(),
    uiterlijk: Moment.nullable(),
    teLaat: z.boolean(),
    aanZet: z
      .string()
      .optional()
      .meta({ description: 'Ontbreekt bij een melding over een persoon: dan is het het meldpunt.' }),
    overPersoon: z.boolean(),
    bel112: z.boolean(),
    vraagHuisarts: z.boolean(),
    meldpuntGesloten: z.boolean(),
    meldpuntOpenVanaf: Moment.optional(),
    verhaal: z.string().optional(),
    gesprek: z.array(Brief.omit({ door: true })),
    uitkomst: z.enum(OUTCOME_WORDS).nullable(),
  })
  .meta({ id: 'MeldingVoorMelder', description: 'Wat de melder op de eigen pagina ziet.' });

const PROGRESS_WORDS = {
  'with-coordinator': 'ontvangen',
  offered: 'ontvangen',
  accepted: 'mee-bezig',
  joined: 'mee-bezig',
  closed: 'klaar',
} as const satisfies Record<ReportStatus, string>;

/** About a person: that a service was asked, or that somebody was spoken to, is not the reporter's to know. */
const STEP_ABOUT_PERSON = {
  'check-danger': 'check-danger',
  decide: 'decide',
  'await-acceptance': 'decide',
  'speak-sender': 'resolve',
  'first-contact': 'resolve',
  resolve: 'resolve',
  'await-answer': 'await-answer',
  'await-outside': 'resolve',
  'goes-along': 'resolve',
} as const satisfies Record<NextStep, NextStep>;

export function presentToReporter(view: ReporterView): z.input<typeof MelderMelding> {
  const { outcome } = view;
  const nextStep =
    view.aboutPerson && view.nextStep !== null ? STEP_ABOUT_PERSON[view.nextStep] : view.nextStep;
  return {
    nummer: view.number,
    ontvangenOp: view.receivedAt.toISOString(),
    stand: PROGRESS_WORDS[view.status],
    volgendeStap: nextStep === null ? null : NEXT_STEP_WORDS[nextStep],
    uiterlijk: written(view.deadline),
    teLaat: view.isLate,
    aanZet: view.atTurn,
    overPersoon: view.aboutPerson,
    bel112: view.show112,
    vraagHuisarts: view.askGp,
    meldpuntGesloten: view.deskClosed,
    meldpuntOpenVanaf: view.nextOpening?.toISOString(),
    verhaal: view.story,
    gesprek: view.conversation.map(({ kind, at, body }) => ({
      soort: WORDS_WORDS[kind],
      op: at.toISOString(),
      tekst: body,
    })),
    uitkomst: outcome === null || view.aboutPerson ? null : OUTCOME_WORDS[outcome],
  };
}
