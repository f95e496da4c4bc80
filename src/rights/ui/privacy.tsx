import type { ReactNode } from 'react';
import { useLoaderData } from 'react-router';
import { formatDate } from '../../kit/time-text.ts';
import {
  Badge,
  DataList,
  Details,
  Heading,
  Link,
  Page,
  Paragraph,
  Small,
  useT,
  useTownHref,
} from '../../kit/web/index.tsx';
import { daysText, groundText, YET } from '../terms.ts';
import type { ClassView, PrivacyFacts } from '../wire.ts';
import type { loader } from './privacy.server.ts';
import './rights.css';

export { loader } from './privacy.server.ts';

/** Of a report and who sends it; what concerns who works here stands below, closed. */
const OF_A_REPORT = [
  'story',
  'contact',
  'place',
  'conversation',
  'note',
  'codes',
  'rights',
  'session',
  'rate-limit',
];

/** What happens with personal data here, in plain words and in the numbers that the program keeps to. */
export default function PrivacyPage() {
  const t = useT();
  const href = useTownHref();
  const { facts } = useLoaderData<typeof loader>();
  const residents = facts.classes.filter(({ name }) => OF_A_REPORT.includes(name));
  const staff = facts.classes.filter(({ name }) => !OF_A_REPORT.includes(name));
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')}>
      <Part id="who" title={t('privacy.who')}>
        <Paragraph>{t('privacy.who-text', { town: facts.municipality, desk: facts.desk })}</Paragraph>
        <Partners facts={facts} />
      </Part>
      <Part id="what" title={t('privacy.what')}>
        <Paragraph>{t('privacy.what-text')}</Paragraph>
        <Classes classes={residents} />
        <Details summary={t('privacy.staff')}>
          <Classes classes={staff} />
        </Details>
      </Part>
      <Part id="about-you" title={t('privacy.about-you')}>
        <Paragraph>{t('privacy.about-you-text')}</Paragraph>
      </Part>
      <Part id="rights" title={t('privacy.rights')}>
        <ul className="wijk-bullets">
          {RIGHTS.map((right) => (
            <li key={right}>{t(`privacy.right.${right}`)}</li>
          ))}
        </ul>
        <Paragraph>
          {t('privacy.own-report')} <Link href={href('/volgen')}>{t('privacy.to-follow')}</Link>
        </Paragraph>
        <Paragraph>{t('privacy.ask', { town: facts.municipality })}</Paragraph>
      </Part>
      <Part id="contact" title={t('privacy.contact')}>
        <Paragraph>{t('privacy.contact-text')}</Paragraph>
        <DataList items={[{ key: t('privacy.fg'), value: <Badge tone="attention">{t(YET)}</Badge> }]} />
        <Paragraph>{t('privacy.complain')}</Paragraph>
      </Part>
      <Small>{t('privacy.made', { date: formatDate(t, facts.at) })}</Small>
    </Page>
  );
}

const RIGHTS = ['access', 'correct', 'object', 'erase'] as const;

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Part({ id, title, children }: PartProps) {
  return (
    <section className="wijk-stack wijk-stack--medium" aria-labelledby={id}>
      <Heading level={2} id={id}>
        {title}
      </Heading>
      {children}
    </section>
  );
}

function Partners({ facts: { parties } }: { readonly facts: PrivacyFacts }) {
  const t = useT();
  return (
    <>
      <Paragraph>{t('privacy.partners')}</Paragraph>
      <ul className="wijk-bullets">
        {parties.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <Paragraph>{t('privacy.partners-see')}</Paragraph>
    </>
  );
}

function Classes({ classes }: { readonly classes: readonly ClassView[] }) {
  return (
    <ul className="wijk-plain-list wijk-classes">
      {classes.map((each) => (
        <li key={each.name} className="wijk-class">
          <ClassCard terms={each} />
        </li>
      ))}
    </ul>
  );
}

function ClassCard({ terms }: { readonly terms: ClassView }) {
  const t = useT();
  const { name, ground, anonymiseDays, destroyDays, countsFrom, verified } = terms;
  const from = t(`privacy.counts-from.${countsFrom}`);
  const after = (days: number) => t('privacy.after', { term: daysText(t, days), from });
  return (
    <>
      <Heading level={3}>{t(`privacy.class.${name}`)}</Heading>
      <Paragraph>{t(`privacy.why.${name}`)}</Paragraph>
      <DataList
        items={[
          { key: t('privacy.ground'), value: groundText(t, ground) },
          { key: t('privacy.blanked'), value: anonymiseDays && after(anonymiseDays) },
          {
            key: t('privacy.gone'),
            value: (
              <span className="wijk-row">
                {after(destroyDays)} {verified ? null : <Badge tone="attention">{t(YET)}</Badge>}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
