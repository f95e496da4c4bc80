import { Cards, Heading, LinkCard, Page, usePage, useT, useTownHref } from '../../kit/web/index.tsx';
import { Street } from './street.tsx';

/** The first page of a municipality: report, follow, or sign in. */
export default function Town() {
  const t = useT();
  const href = useTownHref();
  return (
    <Page title={t('web.town.title')} lead={t('web.town.lead')} picture={<Street />}>
      <Cards>
        <LinkCard
          strong
          href={href('/melden')}
          icon="talk"
          title={t('web.town.report.title')}
          text={t('web.town.report.text')}
        />
        <LinkCard
          href={href('/volgen')}
          icon="follow"
          title={t('web.town.follow.title')}
          text={t('web.town.follow.text')}
        />
        <LinkCard
          href={href('/kaart')}
          icon="place"
          title={t('web.town.map.title')}
          text={t('web.town.map.text')}
        />
        <StaffCard />
      </Cards>
      <HowItGoes />
    </Page>
  );
}

function StaffCard() {
  const t = useT();
  const href = useTownHref();
  const [work] = usePage().frame.nav;
  return work ? (
    <LinkCard href={work.href} icon="work" title={t('web.town.work.title')} text={t('web.town.work.text')} />
  ) : (
    <LinkCard
      href={href('/inloggen')}
      icon="person"
      title={t('web.town.sign-in.title')}
      text={t('web.town.sign-in.text')}
    />
  );
}

const STEPS = ['web.town.how.1', 'web.town.how.2', 'web.town.how.3'] as const;

function HowItGoes() {
  const t = useT();
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby="how">
      <Heading level={2} look={3} id="how">
        {t('web.town.how.title')}
      </Heading>
      <ol className="wijk-steps">
        {STEPS.map((id) => (
          <li key={id}>{t(id)}</li>
        ))}
      </ol>
    </section>
  );
}
