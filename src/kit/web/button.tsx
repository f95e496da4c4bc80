import type { ReactNode } from 'react';

const LOOKS = {
  primary: 'utrecht-button utrecht-button--primary-action',
  secondary: 'utrecht-button utrecht-button--secondary-action',
  subtle: 'utrecht-button utrecht-button--subtle',
  danger: 'utrecht-button utrecht-button--primary-action utrecht-button--danger',
} as const;

export type ButtonLook = keyof typeof LOOKS;

interface ButtonProps {
  readonly look?: ButtonLook;
  /** Posted with the form, so that one form can have several buttons. */
  readonly name?: string;
  readonly value?: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button sends the form it stands in. Something that only goes to a page is a {@link ButtonLink}. */
export function Button({ look = 'secondary', name, value, disabled = false, children }: ButtonProps) {
  return (
    <button className={LOOKS[look]} type="submit" name={name} value={value} disabled={disabled}>
      {children}
    </button>
  );
}

/** The one button with which a form is meant to be sent. */
export function SubmitButton(props: ButtonProps) {
  return <Button look="primary" {...props} />;
}

interface ButtonLinkProps {
  readonly href: string;
  readonly look?: ButtonLook;
  readonly children: ReactNode;
}

/** A link that looks like a button: the next step of a page. */
export function ButtonLink({ href, look = 'secondary', children }: ButtonLinkProps) {
  return (
    <a className={`${LOOKS[look]} wijk-button-link`} href={href}>
      {children}
    </a>
  );
}
