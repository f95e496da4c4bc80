import { Alert, EmergencyBanner, EmptyState, Link, Paragraph } from '../index.tsx';
import type { Examples } from './example.ts';

export const messages: Examples = {
  id: 'berichten',
  title: (say) => say('Berichten', 'Messages'),
  use: (say) =>
    say(
      'Wat opvalt, in woorden. Kleur en teken herhalen alleen wat er staat.',
      'What stands out, in words. Colour and sign only repeat what it says.',
    ),
  examples: [
    {
      name: (say) => say('Gelukt', 'Done'),
      show: (say) => (
        <Alert kind="ok" level={3} title={say('Uw melding is binnen', 'Your report has arrived')}>
          <Paragraph>
            {say('U leest hier uiterlijk morgen wie helpt.', 'You will read here by tomorrow who helps.')}
          </Paragraph>
        </Alert>
      ),
    },
    {
      name: (say) => say('Goed om te weten', 'Good to know'),
      show: (say) => (
        <Alert level={3} title={say('Het wijkteam is dicht', 'The neighbourhood team is closed')}>
          <Paragraph>{say('Maandag om 9 uur weer open.', 'Open again on Monday at 9.')}</Paragraph>
        </Alert>
      ),
    },
    {
      name: (say) => say('Let op', 'Attention'),
      show: (say) => (
        <Alert kind="warning" level={3} title={say('De termijn is voorbij', 'The deadline has passed')}>
          <Paragraph>
            {say(
              'De coördinator weet het ook. U houdt de melding.',
              'The coordinator knows too. The report stays with you.',
            )}
          </Paragraph>
        </Alert>
      ),
    },
    {
      name: (say) => say('Mislukt', 'Failed'),
      show: (say) => (
        <Alert kind="error" level={3} title={say('Dit is niet bewaard', 'This was not kept')}>
          <Paragraph>
            {say(
              'Iemand anders was u voor. Kijk wat er veranderd is en probeer het opnieuw.',
              'Somebody else was first. Look at what changed and try again.',
            )}
          </Paragraph>
        </Alert>
      ),
    },
    { name: (say) => say('Gevaar', 'Danger'), show: () => <EmergencyBanner /> },
    {
      name: (say) => say('Niets te zien', 'Nothing here'),
      show: (say) => (
        <EmptyState title={say('Er ligt niets bij u.', 'Nothing lies with you.')}>
          <Paragraph>
            <Link href="#berichten">
              {say('Bekijk de lijst van uw dienst', 'See the list of your service')}
            </Link>
          </Paragraph>
        </EmptyState>
      ),
    },
  ],
};
