import { Button, ButtonLink, Cards, Icon, Link, LinkCard, Row, SubmitButton, TabLinks } from '../index.tsx';
import type { Examples } from './example.ts';

const ICONS = [
  'alert',
  'arrow',
  'back',
  'check',
  'clock',
  'follow',
  'help',
  'house',
  'info',
  'person',
  'phone',
  'place',
  'talk',
  'work',
] as const;

export const ways: Examples = {
  id: 'wegen',
  title: (say) => say('Knoppen en wegen', 'Buttons and ways'),
  use: (say) =>
    say(
      'Een knop verandert iets, een link gaat ergens heen. Eén knop per formulier is de belangrijkste.',
      'A button changes something, a link goes somewhere. One button of a form is the main one.',
    ),
  examples: [
    {
      name: (say) => say('Knoppen', 'Buttons'),
      show: (say) => (
        <form method="get" action="#wegen">
          <Row>
            <SubmitButton>{say('Melding versturen', 'Send the report')}</SubmitButton>
            <Button>{say('Doorgeven', 'Hand on')}</Button>
            <Button look="subtle">{say('Niet nu', 'Not now')}</Button>
            <Button look="danger">{say('Toegang intrekken', 'Withdraw access')}</Button>
            <Button disabled>{say('Kan nu niet', 'Not possible now')}</Button>
          </Row>
        </form>
      ),
    },
    {
      name: (say) => say('Links', 'Links'),
      show: (say) => (
        <Row>
          <Link href="#wegen">{say('Bekijk de melding', 'See the report')}</Link>
          <ButtonLink href="#wegen" look="primary">
            {say('Begin met melden', 'Start a report')}
          </ButtonLink>
        </Row>
      ),
    },
    {
      name: (say) => say('Kaarten die ergens heen gaan', 'Cards that lead somewhere'),
      show: (say) => (
        <Cards>
          <LinkCard
            strong
            href="#wegen"
            icon="talk"
            title={say('Iets melden', 'Report something')}
            text={say('In uw eigen woorden.', 'In your own words.')}
          />
          <LinkCard href="#wegen" icon="follow" title={say('Uw melding volgen', 'Follow your report')} />
        </Cards>
      ),
    },
    {
      name: (say) => say('Lijsten naast elkaar', 'Lists side by side'),
      show: (say) => (
        <TabLinks
          label={say('Lijsten', 'Lists')}
          tabs={[
            { href: '#te-laat', label: say('Te laat', 'Late'), count: 3, current: true },
            { href: '#stil', label: say('Stil', 'Silent'), count: 0 },
            { href: '#open', label: say('Open', 'Open'), count: 128 },
          ]}
        />
      ),
    },
    {
      name: (say) => say('Tekens', 'Signs'),
      show: () => (
        <Row>
          {ICONS.map((name) => (
            <span key={name} className="wijk-with-icon">
              <Icon name={name} size="large" />
              {name}
            </span>
          ))}
        </Row>
      ),
    },
  ],
};
