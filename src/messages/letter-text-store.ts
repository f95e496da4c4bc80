import { on, type Tx } from '../kit/db.ts';
import type { LetterSender, LetterTemplate, ReporterKind } from './model.ts';

interface LetterTables {
  letter_text: {
    municipality_id: string;
    kind: string;
    language: string;
    version: number;
    subject: string | null;
    body: string | null;
    at: Date;
    by_id: string;
  };
  letter_sender: {
    municipality_id: string;
    version: number;
    name: string | null;
    phone: string | null;
    hours_nl: string | null;
    hours_en: string | null;
    at: Date;
    by_id: string;
  };
}

/** Which mail, in which language. */
export interface LetterRef {
  readonly kind: ReporterKind;
  readonly language: 'nl' | 'en';
}

interface Written {
  readonly version: number;
  readonly at: Date;
  readonly byId: string;
}

export interface LetterVersion extends Written {
  /** Absent where the house's text was taken again. */
  readonly template: LetterTemplate | undefined;
}

export interface SenderVersion extends Written {
  readonly sender: LetterSender;
}

/** Every version of one mail, the newest first; the first of them holds. */
export async function letterVersions(
  tx: Tx,
  { kind, language }: LetterRef,
  { limit }: { limit: number },
): Promise<LetterVersion[]> {
  const rows = await on<LetterTables>(tx)
    .selectFrom('letter_text')
    .select(['version', 'subject', 'body', 'at', 'by_id'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('kind', '=', kind)
    .where('language', '=', language)
    .orderBy('letter_text.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ version, subject, body, at, by_id: byId }) => ({
    version,
    at,
    byId,
    template: subject === null || body === null ? undefined : { subject, body },
  }));
}

export async function newestLetter(tx: Tx, ref: LetterRef): Promise<LetterVersion | undefined> {
  return (await letterVersions(tx, ref, { limit: 1 }))[0];
}

/** False when that version is there already: the form came twice, or a colleague was first. */
export async function insertLetter(
  tx: Tx,
  { kind, language }: LetterRef,
  { version, byId, template }: Omit<LetterVersion, 'at'>,
): Promise<boolean> {
  const { subject = null, body = null } = template ?? {};
  const row = await on<LetterTables>(tx)
    .insertInto('letter_text')
    .values({
      municipality_id: tx.municipalityId,
      kind,
      language,
      version,
      subject,
      body,
      at: tx.now,
      by_id: byId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('letter_text.version')
    .executeTakeFirst();
  return row !== undefined;
}

/** Every version of name, telephone and hours, the newest first; the first of them holds. */
export async function senderVersions(tx: Tx, { limit }: { limit: number }): Promise<SenderVersion[]> {
  const rows = await on<LetterTables>(tx)
    .selectFrom('letter_sender')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('letter_sender.version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ version, at, by_id: byId, name, phone, hours_nl: nl, hours_en: en }) => ({
    version,
    at,
    byId,
    sender: {
      name: name ?? undefined,
      phone: phone ?? undefined,
      hours: { nl: nl ?? undefined, en: en ?? undefined },
    },
  }));
}

export const NO_SENDER: LetterSender = {
  name: undefined,
  phone: undefined,
  hours: { nl: undefined, en: undefined },
};

export async function senderOf(tx: Tx): Promise<LetterSender> {
  const [newest] = await senderVersions(tx, { limit: 1 });
  return newest?.sender ?? NO_SENDER;
}

export async function insertSender(
  tx: Tx,
  { version, byId, sender: { name, phone, hours } }: Omit<SenderVersion, 'at'>,
): Promise<boolean> {
  const row = await on<LetterTables>(tx)
    .insertInto('letter_sender')
    .values({
      municipality_id: tx.municipalityId,
      version,
      name: name ?? null,
      phone: phone ?? null,
      hours_nl: hours.nl ?? null,
      hours_en: hours.en ?? null,
      at: tx.now,
      by_id: byId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('letter_sender.version')
    .executeTakeFirst();
  return row !== undefined;
}
