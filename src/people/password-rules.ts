import type { Refusal } from '../kit/outcome.ts';

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 1000;

/** Long, and not the log-in name with something around it (NIST SP 800-63B, 5.1.1.2, asks for no more kinds of signs). */
export function passwordRefusals(password: string, login: string): Refusal[] {
  const pointer = 'password';
  if (password.length < PASSWORD_MIN)
    return [{ code: 'password-short', pointer, facts: { minimum: PASSWORD_MIN } }];
  if (password.length > PASSWORD_MAX)
    return [{ code: 'field-too-long', pointer, facts: { maximum: PASSWORD_MAX } }];
  const isLikeLogin = login.length > 2 && password.toLowerCase().includes(login.toLowerCase());
  return isLikeLogin ? [{ code: 'password-like-login', pointer }] : [];
}
