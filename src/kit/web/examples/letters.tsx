import { Heading, MapPicture, Paragraph, Small, Stack } from '../index.tsx';
import type { Examples } from './example.ts';

export const letters: Examples = {
  id: 'letters',
  title: (say) => say('Letters en kaart', 'Letters and map'),
  use: (say) =>
    say(
      'Eén letter, drie groottes van kop. Kleuren komen uit de huisstijl van de gemeente.',
      'One letter, three sizes of heading. Colours come from the style of the municipality.',
    ),
  examples: [
    {
      name: (say) => say('Koppen en tekst', 'Headings and text'),
      show: (say) => (
        <Stack gap="small">
          <Heading level={3} look={1}>
            {say('Kop van de pagina', 'Heading of the page')}
          </Heading>
          <Heading level={3} look={2}>
            {say('Kop van een deel', 'Heading of a part')}
          </Heading>
          <Heading level={3}>{say('Kop van een kaart', 'Heading of a card')}</Heading>
          <Paragraph>
            {say(
              'Korte zinnen die iedereen kan lezen. Wie moet wat doen, en wanneer?',
              'Short sentences that everybody can read. Who has to do what, and when?',
            )}
          </Paragraph>
          <Small>{say('Iets dat er minder toe doet.', 'Something that matters less.')}</Small>
        </Stack>
      ),
    },
    {
      name: (say) => say('Kaart met een plek', 'Map with a place'),
      show: (say) => (
        <MapPicture
          widthPx={320}
          title={say('Een plek in de Molenstraat', 'A place in Molenstraat')}
          pin={{ accuracyM: 30 }}
          view={{
            widthM: 320,
            heightM: 200,
            areas: [{ name: say('Noord', 'North'), outline: 'M0 0H320V200H0Z', at: [60, 40] }],
            homes: [
              [100, 120],
              [120, 120],
              [140, 120],
              [180, 120],
              [200, 120],
            ],
            streets: [{ name: 'Molenstraat', at: [150, 145] }],
          }}
        />
      ),
    },
  ],
};
