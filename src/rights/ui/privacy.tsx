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
import type { PrivacyView } from '../wire.ts';
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
  const { view } = useLoaderData<typeof loader>();
  const residents = view.classes.filter(({ name }) => OF_A_REPORT.includes(name));
  const staff = view.classes.filter(({ name }) => !OF_A_REPORT.includes(name));
  return (
    <Page title={t('privacy.title')} lead={t('privacy.lead')}>
      <Part id="who" title={t('privacy.who')}>
        <Paragraph>{t('privacy.who-text', { town: view.municipality, desk: view.desk })}</Paragraph>
        <Partners parties={view.parties} />
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
        <Paragraph>{t('privacy.ask', { town: view.municipality })}</Paragraph>
      </Part>
      <Part id="contact" title={t('privacy.contact')}>
        <Paragraph>{t('privacy.contact-text')}</Paragraph>
        <DataList
          items={[
            { key: t('privacy.fg'), value: <Badge tone="attention">{t('privacy.not-decided')}</Badge> },
          ]}
        />
        <Paragraph>{t('privacy.complain')}</Paragraph>
      </Part>
      <Small>{t('privacy.made', { date: formatDate(t, view.at) })}</Small>
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

function Partners({ parties }: Pick<PrivacyView, 'parties'>) {
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

function Classes({ classes }: { readonly classes: PrivacyView['classes'] }) {
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

function ClassCard({ terms }: { readonly terms: PrivacyView['classes'][number] }) {
  const t = useT();
  const { name, ground, blanked, gone, verified } = terms;
  return (
    <>
      <Heading level={3}>{t(`privacy.class.${name}`)}</Heading>
      <Paragraph>{t(`privacy.why.${name}`)}</Paragraph>
      <DataList
        items={[
          { key: t('privacy.ground'), value: ground },
          { key: t('privacy.blanked'), value: blanked },
          {
            key: t('privacy.gone'),
            value: (
              <span className="wijk-row">
                {gone} {verified ? null : <Badge tone="attention">{t('privacy.not-decided')}</Badge>}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
