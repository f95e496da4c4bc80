import {
  Badge,
  Card,
  Cards,
  DataList,
  Details,
  Paragraph,
  Row,
  Small,
  Table,
  Timeline,
  Words,
} from '../index.tsx';
import type { Examples, Say } from './example.ts';

export const things: Examples = {
  id: 'dingen',
  title: (say) => say('Wat er is', 'What is there'),
  use: (say) =>
    say(
      'Feiten, geschiedenis en lijsten. Op een telefoon wordt elke rij van een tabel een kaart.',
      'Facts, history and lists. On a phone each row of a table becomes a card.',
    ),
  examples: [
    {
      name: (say) => say('Standen', 'States'),
      show: (say) => (
        <Row>
          <Badge>{say('ingetrokken', 'withdrawn')}</Badge>
          <Badge tone="info">{say('bij het wijkteam', 'with the team')}</Badge>
          <Badge tone="attention">{say('wacht op antwoord', 'waits for an answer')}</Badge>
          <Badge tone="late">{say('te laat', 'late')}</Badge>
          <Badge tone="done">{say('klaar', 'done')}</Badge>
        </Row>
      ),
    },
    { name: (say) => say('Kaarten', 'Cards'), show: (say) => <SomeCards say={say} /> },
    {
      name: (say) => say('Feiten', 'Facts'),
      show: (say) => (
        <DataList
          items={[
            { key: say('Aan zet', 'To move'), value: say('Wijkteam Noord', 'Neighbourhood team North') },
            { key: say('Uiterlijk', 'By'), value: say('morgen om 12.00 uur', 'tomorrow at noon') },
            { key: say('Waarom hier', 'Why here'), value: say('Zorg om iemand', 'Concern for someone') },
          ]}
        />
      ),
    },
    { name: (say) => say('Wat er gebeurde', 'What happened'), show: (say) => <History say={say} /> },
    { name: (say) => say('Een tabel', 'A table'), show: (say) => <Rows say={say} /> },
    {
      name: (say) => say('Wat iemand schreef', 'What somebody wrote'),
      show: (say) => (
        <Words>
          {say(
            'Ik maak mij zorgen.\nDe gordijnen zijn al een week dicht.',
            'I am worried.\nThe curtains have been closed for a week.',
          )}
        </Words>
      ),
    },
    {
      name: (say) => say('Meer weten', 'Know more'),
      show: (say) => (
        <>
          <Details summary={say('Waarom deze organisatie?', 'Why this organisation?')}>
            <Paragraph>
              {say('Er was geen gevaar en geen strafbaar feit.', 'No danger and no offence.')}
            </Paragraph>
          </Details>
          <Small>
            {say('Bron: de beslistabel van uw gemeente.', 'Source: the decision table of your municipality.')}
          </Small>
        </>
      ),
    },
  ],
};

function SomeCards({ say }: { readonly say: Say }) {
  return (
    <Cards>
      <Card level={3} title={say('Gewoon', 'Plain')}>
        <Paragraph>{say('Iets op zichzelf.', 'A thing of its own.')}</Paragraph>
      </Card>
      <Card level={3} tone="soft" title={say('Zacht', 'Soft')}>
        <Paragraph>{say('Op de achtergrond.', 'In the background.')}</Paragraph>
      </Card>
      <Card
        level={3}
        tone="attention"
        title={say('Bijna', 'Soon')}
        aside={<Badge tone="attention">{say('nog 1 uur', '1 hour left')}</Badge>}
      >
        <Paragraph>{say('Vraagt aandacht.', 'Asks attention.')}</Paragraph>
      </Card>
      <Card level={3} tone="late" title={say('Te laat', 'Late')}>
        <Paragraph>{say('Gaat voor.', 'Goes first.')}</Paragraph>
      </Card>
    </Cards>
  );
}

function History({ say }: { readonly say: Say }) {
  return (
    <Timeline
      items={[
        {
          key: '3',
          title: say('Afgerond: geholpen', 'Closed: helped'),
          time: say('vandaag, 10.20 uur', 'today, 10:20'),
          at: new Date('2026-03-03T09:20:00Z'),
          by: say('Wijkteam Noord', 'Neighbourhood team North'),
          tone: 'done',
        },
        {
          key: '2',
          title: say('Gaf geen antwoord op tijd', 'Did not answer in time'),
          time: say('gisteren, 12.00 uur', 'yesterday, 12:00'),
          at: new Date('2026-03-02T11:00:00Z'),
          detail: (
            <Paragraph>{say('De coördinator koos een ander.', 'The coordinator chose another.')}</Paragraph>
          ),
          tone: 'late',
        },
        {
          key: '1',
          title: say('Melding kwam binnen', 'Report came in'),
          time: say('maandag, 8.05 uur', 'Monday, 8:05'),
          at: new Date('2026-03-02T07:05:00Z'),
        },
      ]}
    />
  );
}

const ROWS = [
  { number: 1043, nl: 'Zorg om iemand', en: 'Concern for someone', hours: -3, tone: 'late' },
  { number: 1051, nl: 'Overlast', en: 'Nuisance', hours: 1, tone: 'attention' },
  { number: 1060, nl: 'Openbare ruimte', en: 'Public space', hours: 26, tone: undefined },
] as const;

function Rows({ say }: { readonly say: Say }) {
  return (
    <Table
      caption={say('Meldingen van vandaag', 'Reports of today')}
      columns={[
        { key: 'number', header: say('Melding', 'Report'), primary: true, cell: ({ number }) => number },
        { key: 'kind', header: say('Aard', 'Nature'), cell: ({ nl, en }) => say(nl, en) },
        { key: 'left', header: say('Uren over', 'Hours left'), numeric: true, cell: ({ hours }) => hours },
      ]}
      rows={ROWS}
      rowKey={({ number }) => String(number)}
      rowTone={({ tone }) => tone}
      empty={null}
    />
  );
}
