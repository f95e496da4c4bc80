import type { T } from '../../kit/translate.ts';
import type { ReadableExport } from '../wire.ts';

/** The export as JSON, in the language of who asks: what the page shows, for another program to read. */
export function exportJson(view: ReadableExport, t: T): string {
  const document = {
    gemeente: view.municipality,
    gemaaktOp: view.madeAt,
    melding: {
      nummer: view.number,
      ontvangenOp: view.receivedAt,
      stand: t(view.status === 'closed' ? 'rights.status.closed' : 'rights.status.open'),
      overWie: t(`rights.about.${view.about}`),
      gezien: view.sights.map((each) => t(`handovers.sight.${each}`)),
      gevaar: view.dangers.map((each) => t(`handovers.danger.${each}`)),
      verderGevraagd: view.further.map(({ question, answer }) => ({ vraag: question, antwoord: answer })),
      adres: view.address ?? null,
      complex: view.complex ?? null,
      waarInComplex: view.inside ?? null,
      punt: view.spot ?? null,
      contactgegevens: view.contact ?? null,
    },
    woorden: view.words.map(({ kind, at, byReporter, body, replacedAt }) => ({
      soort: t(`handovers.letter.${kind}`),
      van: t(byReporter ? 'rights.export.by-reporter' : 'rights.export.by-staff'),
      op: at,
      tekst: body,
      vervangenOp: replacedAt ?? null,
    })),
    documenten: view.documents.map(({ name, at, byReporter, pages, sizeBytes }) => ({
      naam: name,
      van: t(byReporter ? 'rights.export.by-reporter' : 'rights.export.by-staff'),
      op: at,
      bladzijden: pages,
      bytes: sizeBytes,
    })),
    gebeurd: view.happened.map(({ at, what }) => ({ op: at, wat: t(`rights.happened.${what}`) })),
    inzage: view.looks.map((look) => ({
      op: look.at,
      wie:
        look.actorKind === 'user'
          ? (look.organisation ?? t('rights.export.partner'))
          : t(`people.actor.${look.actorKind}`),
      functie: look.roles.map((role) => t(`people.role.${role}`)),
      wat: t(`people.action.${look.action}`),
      grond: look.ground,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
