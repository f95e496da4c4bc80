import { CallLink, Heading, Paragraph, useT } from '../../kit/web/index.tsx';
import type { SafeWorkView } from '../wire.ts';

/** Whom to call now: plain links that a telephone calls, with or without coverage for data. */
export function HelpNow({ numbers }: Pick<SafeWorkView, 'numbers'>) {
  const t = useT();
  return (
    <section className="wijk-emergency" aria-labelledby="help-now">
      <Heading level={2} id="help-now">
        {t('safe-work.help')}
      </Heading>
      <Paragraph>{t('safe-work.help-text')}</Paragraph>
      <CallLink phone="112">{t('kit.emergency.call')}</CallLink>
      {numbers.map(({ name, phone, verified }) => (
        <div key={phone} className="wijk-stack wijk-stack--small">
          <CallLink phone={phone}>{t('safe-work.call', { name })}</CallLink>
          <Paragraph>
            {phone}
            {verified ? null : ` · ${t('safe-work.not-verified')}`}
          </Paragraph>
        </div>
      ))}
      {numbers.length === 0 ? <Paragraph>{t('safe-work.no-number')}</Paragraph> : null}
    </section>
  );
}
