import PostalMime from 'postal-mime';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { outsideAddress } from '../handovers/index.ts';
import { allMunicipalities } from '../places/index.ts';
import { markRefused, wishesOf } from './address-store.ts';
import { addressHash, readReturnToken, type Round } from './keys.ts';
import { emailOfReporter } from './letters.ts';
import type { Message } from './model.ts';
import { fail } from './post.ts';
import { isBadMailbox } from './rules.ts';
import * as store from './store.ts';

/** `failed`: a message is written down as not arrived. The rest changes nothing: it may still arrive, or we knew, or it tells nothing. */
export type BounceResult = 'failed' | 'delayed' | 'known' | 'no-report';

/**
 * Which mail of ours went out under this return address; undefined when it is none of ours. Nobody can make one up: it
 * holds a proof (see `keys.ts`).
 */
export async function returnedMail(
  db: Database,
  key: string,
  { address, bounce }: { address: string; bounce: string },
): Promise<Round | undefined> {
  const [local, domain] = bounce.toLowerCase().split('@');
  const [mailbox = '', at] = address.toLowerCase().split('@');
  if (at !== domain || !mailbox.startsWith(`${local}+`)) return undefined;
  const municipalityIds = (await allMunicipalities(db)).map(({ id }) => id);
  return readReturnToken(key, mailbox.slice(mailbox.indexOf('+') + 1), municipalityIds);
}

/**
 * Takes in what came back under the return address of a mail. Only a report of non-delivery (RFC 3464) that says `failed`
 * counts: the message failed after all, and a mailbox that is not there gets no more mail. The answer of a machine on
 * holiday changes nothing.
 */
export async function takeBounce(
  db: Database,
  key: string,
  { of, raw }: { of: Round; raw: Uint8Array | string },
): Promise<BounceResult> {
  const report = await readDeliveryReport(raw);
  if (!report) return 'no-report';
  if (report.action !== 'failed') return 'delayed';
  return inTenant(db, of.municipalityId, (tx) => bounced(tx, key, { of, report }));
}

async function bounced(
  tx: Tx,
  key: string,
  { of, report }: { of: Round; report: DeliveryReport },
): Promise<BounceResult> {
  const message = await store.lockMessage(tx, of.messageId);
  // what somebody sent again meanwhile is another mail, of which nothing is known yet
  if (!message || message.round % 256 !== of.round) return 'known';
  if (message.state !== 'sent' && message.state !== 'waiting') return 'known';
  if (isBadMailbox(report.status) && report.recipient !== undefined) {
    const email = await emailOf(tx, message);
    // the address may have been put right since
    if (email?.toLowerCase() === report.recipient.toLowerCase())
      await markRefused(tx, {
        addressHash: addressHash(key, tx.municipalityId, email),
        reply: report.reply ?? null,
      });
  }
  await fail(tx, message, { cause: 'returned', reply: report.reply ?? null });
  return 'failed';
}

async function emailOf(tx: Tx, { userId, reportId, outsideId }: Message): Promise<string | undefined> {
  if (outsideId !== null) return outsideAddress(tx, outsideId);
  if (userId !== null) return (await wishesOf(tx, [userId]))[0]?.email;
  return emailOfReporter(tx, reportId ?? '');
}

interface DeliveryReport {
  readonly action: string;
  /** RFC 3463: `5.1.1`. */
  readonly status: string;
  readonly recipient: string | undefined;
  /** What the last mail server answered, as numbers, where that is told: `550 5.1.1`. */
  readonly reply: string | undefined;
}

/** A mail server writes a few kilobytes and may add the mail that it could not deliver; only its own part is read. */
const DEPTH_MAX = 20;

/** What a report of delivery says of its first recipient; undefined when the mail is none. */
async function readDeliveryReport(raw: Uint8Array | string): Promise<DeliveryReport | undefined> {
  const mail = await PostalMime.parse(raw, {
    attachmentEncoding: 'utf8',
    maxNestingDepth: DEPTH_MAX,
    forceRfc822Attachments: true,
  }).catch(() => undefined);
  const part = mail?.attachments.find(({ mimeType }) => mimeType.toLowerCase() === 'message/delivery-status');
  if (typeof part?.content !== 'string') return undefined;
  // the first group of fields is about the mail, each after it about one recipient
  for (const group of part.content.split(/\r?\n[ \t]*\r?\n/)) {
    const action = /^action:\s*([\w-]+)/im.exec(group)?.[1]?.toLowerCase();
    const status = /^status:\s*([245]\.\d{1,3}\.\d{1,3})/im.exec(group)?.[1];
    if (action === undefined || status === undefined) continue;
    const answered = /^diagnostic-code:\s*smtp;\s*([245]\d\d)\b/im.exec(group)?.[1];
    return {
      action,
      status,
      recipient: /^final-recipient:[^;\n]*;\s*<?([^\s<>]+)/im.exec(group)?.[1],
      reply: answered === undefined ? undefined : `${answered} ${status}`,
    };
  }
  return undefined;
}
