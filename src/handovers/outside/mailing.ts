import type { Tx } from '../../kit/db.ts';
import { clockIn } from '../../people/model.ts';
import { findReport } from '../../reports/index.ts';
import { isAwaited } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import { giveNotice } from '../standing-in.ts';
import { askingParty } from './answering.ts';
import { mintLink } from './asking.ts';
import { contactKey, tellOutside } from './state.ts';

/** What a mail to an organisation without an account is made with: no word of what was asked. */
export interface OutsideMail {
  readonly email: string;
  readonly language: 'nl' | 'en';
  readonly number: number;
  readonly askedBy: string;
  readonly deadline: Date;
  /** The secret of its link, new for each mail; without one the mail says that nobody waits any more. */
  readonly token: string | undefined;
}

/** Undefined when there is nothing to tell any more. Reading the address leaves a line in the access log. */
export async function outsideMail(
  tx: Tx,
  requestId: string,
  { isWithdrawal }: { readonly isWithdrawal: boolean },
): Promise<OutsideMail | undefined> {
  const request = await store.findRequest(tx, requestId);
  const report = request && (await findReport(tx, request.reportId));
  if (!request || !report || isAwaited(request) === isWithdrawal) return undefined;
  const email = await outsideAddress(tx, requestId);
  if (email === undefined) return undefined;
  const { language, deadline } = request;
  const askedBy = await askingParty(tx, request);
  const token = isWithdrawal ? undefined : await mintLink(tx, request);
  return { email, language, number: report.number, askedBy, deadline, token };
}

export async function outsideAddress(tx: Tx, requestId: string): Promise<string | undefined> {
  const request = await store.findRequest(tx, requestId);
  if (!request) return undefined;
  const permission = await contactKey(tx, clockIn(tx), request.reportId, 'read');
  return (await store.readAddressees(tx, permission)).get(requestId)?.email;
}

/** A mail to them did not arrive: who has the report is told at once, and can telephone, or ask again at another address. */
export async function outsideUnreached(tx: Tx, requestId: string): Promise<void> {
  const request = await store.findRequest(tx, requestId);
  const report = request && (await findReport(tx, request.reportId));
  if (!request || !report || !isAwaited(request)) return;
  await tellOutside(tx, clockIn(tx), request, { what: 'unreached' });
  await giveNotice(tx, { userId: report.ownerId, kind: 'outside-unreached', reportId: report.id });
}
