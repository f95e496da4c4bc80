import { createTransport } from 'nodemailer';
import { isOwnMachine, type Config } from '../kit/config.ts';
import { htmlText, plainText } from './compose.ts';
import { returnToken, type MessageRef, type Round } from './keys.ts';
import type { Letter } from './model.ts';
import { judgeFailure, type Delivery, type SmtpFailure } from './rules.ts';

/** One mail on its way: the letter, and what makes it known again. */
export interface Outgoing {
  readonly of: MessageRef;
  readonly round: number;
  readonly letter: Letter;
  /** The name beside the address from which it comes. */
  readonly sender: string;
}

/** Hands one mail to the mail server; it never throws. */
export type Send = (mail: Outgoing, signal: AbortSignal) => Promise<Delivery>;

export interface SmtpSettings {
  readonly url: string;
  readonly from: string;
  /** Where mail that does not arrive comes back, and the key that makes each return address its own. */
  readonly bounce: { readonly address: string; readonly key: string } | undefined;
  /** On a line that leaves this machine: TLS, or nothing is sent. */
  readonly requireTls: boolean;
}

/** The mail server of this installation; undefined when none is set up, no key to seal with, or no address for links. */
export function smtpSettings(config: Config): SmtpSettings | undefined {
  const { SMTP_URL: url, MAIL_FROM: from, SECRETS_KEY: key, PUBLIC_URL: origin, MAIL_BOUNCE } = config;
  if (url === undefined || from === undefined || key === undefined || origin === undefined) return undefined;
  const bounce = MAIL_BOUNCE === undefined ? undefined : { address: MAIL_BOUNCE, key };
  return { url, from, bounce, requireTls: !isOwnMachine(new URL(url).hostname) };
}

/** We broke it off ourselves: what it came to is not known, so it is tried again. */
const CUT_OFF: Delivery = {
  ok: false,
  cause: 'broken-off',
  isFinal: false,
  isAddress: false,
  reply: undefined,
};

const TIMEOUTS = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  dnsTimeout: 10_000,
  socketTimeout: 20_000,
};

/** A line of its own for each mail: what breaks in one touches no other. */
export function makeSend(settings: SmtpSettings): Send {
  const { protocol, hostname, port, username, password } = new URL(settings.url);
  const secure = protocol === 'smtps:';
  const transport = createTransport({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: settings.requireTls && !secure,
    ignoreTLS: !settings.requireTls && !secure,
    ...(username === ''
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMEOUTS,
  });
  return async (mail, signal) => {
    try {
      await transport.sendMail({ ...mailOf(settings, mail), signal });
      return { ok: true };
    } catch (error) {
      if (signal.aborted) return CUT_OFF;
      return judgeFailure(error as SmtpFailure);
    }
  };
}

function mailOf({ from, bounce }: SmtpSettings, { of, round, letter, sender }: Outgoing) {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    // the same for every try of one round: who gets it twice can see that it is one
    messageId: `<${of.messageId}.${round}@${domain}>`,
    from: { name: sender, address: from },
    to: { name: '', address: letter.to },
    envelope: { from: bounce ? returnAddress(bounce, { ...of, round }) : from, to: letter.to },
    subject: letter.subject,
    text: plainText(letter),
    html: htmlText(letter),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'Content-Language': letter.language,
      ...(letter.stopAddress === undefined ? {} : { 'List-Unsubscribe': `<${letter.stopAddress}>` }),
    },
  };
}

function returnAddress({ address, key }: NonNullable<SmtpSettings['bounce']>, of: Round): string {
  const [local, domain] = address.split('@');
  return `${local}+${returnToken(key, of)}@${domain}`;
}
