import { Badge, DataList, Heading, Page, Paragraph, Stack, usePage, useT } from '../kit/web/index.tsx';

/** How accessible this site is, as far as anybody knows: nobody from outside has looked yet, and the page says so. */
export default function Accessibility() {
  const t = useT();
  return (
    <Page title={t('web.accessibility.title')} lead={t('web.accessibility.lead')}>
      <section aria-labelledby="status">
        <Stack>
          <Heading level={2} id="status">
            {t('web.accessibility.status.title')}
          </Heading>
          <div>
            <Badge tone="attention">{t('web.accessibility.status.badge')}</Badge>
          </div>
          <Paragraph>{t('web.accessibility.status.text')}</Paragraph>
          <Paragraph>{t('web.accessibility.status.law')}</Paragraph>
        </Stack>
      </section>
      <Listed id="tested" title={t('web.accessibility.tested.title')} items={TESTED} />
      <Listed id="faults" title={t('web.accessibility.faults.title')} items={FAULTS} />
      <Contact />
    </Page>
  );
}

const TESTED = [
  'web.accessibility.tested.axe',
  'web.accessibility.tested.markup',
  'web.accessibility.tested.script',
  'web.accessibility.tested.limits',
] as const;

const FAULTS = [
  'web.accessibility.faults.people',
  'web.accessibility.faults.language',
  'web.accessibility.faults.known',
] as const;

interface ListedProps {
  readonly id: string;
  readonly title: string;
  readonly items: readonly string[];
}

function Listed({ id, title, items }: ListedProps) {
  const t = useT();
  return (
    <section aria-labelledby={id}>
      <Stack>
        <Heading level={2} id={id}>
          {title}
        </Heading>
        <ul className="wijk-list">
          {items.map((item) => (
            <li key={item}>{t(item)}</li>
          ))}
        </ul>
      </Stack>
    </section>
  );
}

function Contact() {
  const { t, municipality } = usePage();
  const { phone, email } = municipality?.contact ?? {};
  const missing = t('web.accessibility.contact.missing');
  return (
    <section aria-labelledby="contact">
      <Stack>
        <Heading level={2} id="contact">
          {t('web.accessibility.contact.title')}
        </Heading>
        <Paragraph>{t('web.accessibility.contact.text')}</Paragraph>
        <DataList
          items={[
            { key: t('web.accessibility.contact.phone'), value: phone ?? missing },
            { key: t('web.accessibility.contact.email'), value: email ?? missing },
          ]}
        />
      </Stack>
    </section>
  );
}
