import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { Heading, type HeadingLevel } from './text.tsx';
import { useT } from './use-page.tsx';

const KINDS = {
  info: { look: 'utrecht-alert utrecht-alert--info', icon: 'info' },
  ok: { look: 'utrecht-alert utrecht-alert--ok', icon: 'check' },
  warning: { look: 'utrecht-alert utrecht-alert--warning', icon: 'alert' },
  error: { look: 'utrecht-alert utrecht-alert--error', icon: 'alert' },
} as const satisfies Record<string, { look: string; icon: IconName }>;

interface AlertProps {
  readonly kind?: keyof typeof KINDS;
  readonly title?: string;
  readonly level?: HeadingLevel;
  /** `status` is read out when the page opens: for the outcome of what somebody just did. */
  readonly role?: 'status' | 'alert';
  readonly children?: ReactNode;
}

/** A message that stands out. The words say what is the matter; colour and picture only repeat it. */
export function Alert({ kind = 'info', title, level = 2, role, children }: AlertProps) {
  return (
    <div className={KINDS[kind].look} role={role}>
      <div className="utrecht-alert__icon">
        <Icon name={KINDS[kind].icon} size="large" />
      </div>
      <div className="utrecht-alert__content">
        <div className="utrecht-alert__message">
          {title ? (
            <Heading level={level} look={3}>
              {title}
            </Heading>
          ) : null}
          {children}
        </div>
      </div>
    </div>
  );
}

/** In one sentence what somebody just did; read out when the page opens. */
export function DoneNotice({ children }: { readonly children: ReactNode }) {
  return (
    <Alert kind="ok" role="status">
      <p className="nl-paragraph">{children}</p>
    </Alert>
  );
}

/** Danger: call 112, now. Large, at the top, and a button that calls. `reported`: the form is behind the reader. */
export function EmergencyBanner({ reported = false }: { readonly reported?: boolean }) {
  const t = useT();
  return (
    <section className="wijk-emergency" aria-labelledby="emergency-title">
      <Heading level={2} id="emergency-title">
        {t(reported ? 'kit.emergency.title-reported' : 'kit.emergency.title')}
      </Heading>
      <CallLink phone="112">{t('kit.emergency.call')}</CallLink>
      <p className="nl-paragraph">{t(reported ? 'kit.emergency.text-reported' : 'kit.emergency.text')}</p>
    </section>
  );
}

/** Calls a number, as large as a thumb in a hurry needs it. */
export function CallLink({ phone, children }: { readonly phone: string; readonly children: ReactNode }) {
  return (
    <a className="wijk-emergency__call" href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>
      <Icon name="phone" size="large" />
      {children}
    </a>
  );
}
