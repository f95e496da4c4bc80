import type { Refusal } from '../kit/outcome.ts';
import { isGuessable } from './guessable-passwords.ts';

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 1000;

/** What anybody would try first here; docs/methods/log-in.md lists them. */
const HOUSE_WORDS = [
  'wijkverbond',
  'wijkteam',
  'gemeente',
  'coordinator',
  'melding',
  'welkom',
  'welcome',
  'wachtwoord',
  'password',
];
/** So many letters beside those words make it a password of its own again. */
const OWN_LETTERS_MIN = 4;

/** For whom a password is: the log-in name, and the name of the municipality. */
export interface PasswordOwner {
  readonly login: string;
  readonly town: string;
}

/**
 * Long, not one that is guessed soon, and not the log-in name or a word of the house with something around it
 * (NIST SP 800-63B, 5.1.1.2, asks for no more kinds of signs).
 */
export function passwordRefusals(password: string, { login, town }: PasswordOwner): Refusal[] {
  const pointer = 'password';
  if (password.length < PASSWORD_MIN)
    return [{ code: 'password-short', pointer, facts: { minimum: PASSWORD_MIN } }];
  if (password.length > PASSWORD_MAX)
    return [{ code: 'field-too-long', pointer, facts: { maximum: PASSWORD_MAX } }];
  const isLikeLogin = login.length > 2 && password.toLowerCase().includes(login.toLowerCase());
  if (isLikeLogin) return [{ code: 'password-like-login', pointer }];
  const isEasy = isGuessable(password, [login, town, ...HOUSE_WORDS]) || isOfTheHouse(password, town);
  return isEasy ? [{ code: 'password-well-known', pointer }] : [];
}

function isOfTheHouse(password: string, town: string): boolean {
  const small = password.toLowerCase();
  const words = [town.toLowerCase(), ...HOUSE_WORDS];
  const rest = words.reduce((left, word) => left.replaceAll(word, ' '), small);
  return rest !== small && rest.replaceAll(/[^\p{L}]/gu, '').length < OWN_LETTERS_MIN;
}
