import { sql } from 'kysely';
import { inTenant, type Database, type Tx } from '../../src/kit/db.ts';
import { idOf, type Town } from '../../tests/support/town.ts';

export const NEIGHBOURHOODS = 100;
export const WORDS = 20_000;
const WORDS_EACH = 8;
const ADDRESSES = 20_000;
const BATCH = 100_000;

const LETTERS = 'bcfghjlmpr';

/** A word that no language has, and that no stemmer shortens; the first ones are the most common. */
export function wordNumber(number: number): string {
  return `z${[...String(number)].map((digit) => LETTERS[Number(digit)]).join('')}`;
}

/**
 * A town of many years: five of them, three in a hundred reports still open, a few services with most of the work, words that are
 * in half of the reports and words that are in few. History, timers and the words as they were written are left out: no list
 * reads them.
 */
export async function fill(owner: Database, town: Town, reports: number): Promise<void> {
  await inTenant(owner, town.id, (tx) => places(tx, town));
  await inTenant(owner, town.id, (tx) => loosen(tx));
  for (let from = 0; from < reports; from += BATCH)
    await inTenant(owner, town.id, (tx) => batch(tx, town, { from, until: Math.min(reports, from + BATCH) }));
  await inTenant(owner, town.id, (tx) => tighten(tx));
  await sql`vacuum analyze`.execute(owner);
}

async function places({ kysely }: Tx, { id, slug }: Town): Promise<void> {
  for (let number = 0; number < NEIGHBOURHOODS; number += 1) {
    const ring = [
      [
        [number * 10, 2000],
        [number * 10 + 10, 2000],
        [number * 10 + 10, 2010],
        [number * 10, 2010],
        [number * 10, 2000],
      ],
    ];
    await sql`insert into neighbourhood values (${id}, ${idOf(slug, 'buurt', String(number))},
      ${idOf(slug, 'wijk')}, ${`BU9${String(number)}`}, ${`Buurt ${String(number)}`}, ${JSON.stringify(ring)})`.execute(
      kysely,
    );
  }
  await sql`insert into address
    select ${id}, gen_random_uuid(), ${idOf(slug, 'buurt', '0')}, 'Proefstraat', number::text,
      (1000 + number / 25)::text || 'AB', 10, 10
    from generate_series(2, ${ADDRESSES}::int) number`.execute(kysely);
}

/** The keys of the words are made after the words: eight million times one is slow. */
async function loosen({ kysely }: Tx): Promise<void> {
  for (const statement of [
    `alter table report_word drop constraint report_word_municipality_id_report_id_words_id_fkey`,
    `alter table report_word drop constraint report_word_pkey`,
    `drop index report_word_found`,
  ])
    await sql.raw(statement).execute(kysely);
}

async function tighten({ kysely }: Tx): Promise<void> {
  for (const statement of [
    `set local maintenance_work_mem = '512MB'`,
    `alter table report_word add primary key (municipality_id, report_id, words_id, word)`,
    `create index report_word_found on report_word (municipality_id, word, report_id)`,
  ])
    await sql.raw(statement).execute(kysely);
}

async function batch(tx: Tx, town: Town, { from, until }: { from: number; until: number }): Promise<void> {
  const { kysely } = tx;
  await sql`select setseed(${(from / 2_000_000_000).toFixed(9)}::float8)`.execute(kysely);
  await sql`create temporary table made on commit drop as
    select gen_random_uuid() as id, number, random() as chance,
      date_trunc('milliseconds', ${tx.now}::timestamptz - random() * interval '5 years') as received_at,
      power(random(), 2) as service, random() as person, random() as kind, random() as haste,
      (power(random(), 1.5) * ${NEIGHBOURHOODS})::int % ${NEIGHBOURHOODS} as place
    from generate_series(${from + 1}::int, ${until}::int) number`.execute(kysely);
  await reportsOf(tx, town);
  await besides(tx, town);
}

async function reportsOf({ kysely, now }: Tx, town: Town): Promise<void> {
  const { id, slug, users } = town;
  const kinds = [
    'district-team',
    'tenancy-support',
    'community-work',
    'public-space',
    'caretaker',
    'mediation',
  ];
  const services = sql`${kinds.map((kind) => town.services[kind] ?? '')}::uuid[]`;
  const people = sql`${[
    'wijkteam',
    'wijkteam2',
    'woonconsulent',
    'opbouwwerk',
    'openbaar',
    'huismeester',
  ].map((login) => users[login] ?? '')}::uuid[]`;
  const neighbourhoods = sql`${Array.from({ length: NEIGHBOURHOODS }, (_, at) =>
    idOf(slug, 'buurt', String(at)),
  )}::uuid[]`;
  const natures = sql`array['nuisance', 'distress', 'public-space', 'loneliness', 'living-conditions', 'money', 'offence', 'danger', 'question']`;
  await sql`insert into report (municipality_id, id, number, received_at, channel, language, observations, about,
      neighbourhood_id, idempotency_hash, follow_up_hash, status, owner_id, owner_service_id, next_step, deadline,
      overdue_count, outcome, closed_at, changed_at, nature, urgency)
    select ${id}, id, 1000000 + number, received_at, 'form', 'nl',
      '{"danger": {"kind": "none"}, "sights": ["lonely"], "about": "someone"}', 'someone',
      (${neighbourhoods})[1 + place], decode(md5(number::text), 'hex'), decode(md5('f' || number::text), 'hex'), status,
      case when status in ('with-coordinator', 'offered') then ${users['coordinator']}::uuid
        else (${people})[1 + (person * 6)::int % 6] end,
      case when status in ('with-coordinator', 'offered') then null
        else (${services})[1 + (service * 6)::int % 6] end,
      case status when 'closed' then null when 'with-coordinator' then 'decide' when 'offered' then 'await-acceptance'
        else (array['first-contact', 'resolve', 'await-answer'])[1 + (haste * 3)::int % 3] end,
      case when status <> 'closed' then ${now}::timestamptz + (haste - 0.1) * interval '20 days' end,
      case when status <> 'closed' and haste < 0.08 then 1 else 0 end,
      case when status = 'closed' then 'helped' end,
      case when status = 'closed' then received_at + interval '9 days' end, received_at,
      (${natures})[1 + (power(kind, 1.7) * 9)::int % 9],
      case when haste < 0.02 then 'now' when haste < 0.1 then 'today' when haste < 0.3 then 'soon' else 'normal' end
    from (select *, case when chance > 0.03 then 'closed' when chance > 0.008 then 'accepted'
      when chance > 0.004 then 'offered' else 'with-coordinator' end as status from made) made`.execute(
    kysely,
  );
}

async function besides({ kysely, now }: Tx, { id, services, slug }: Town): Promise<void> {
  const because = ['gevaar', 'aard', 'hulp', 'tempo'].map((step) => ({
    step,
    table: 't',
    version: '1',
    ruleId: 'r',
    ruleNumber: 1,
  }));
  const advice = {
    danger: 'none',
    show112: false,
    askGp: false,
    firstService: 'community-work',
    secondService: 'district-team',
    police: 'none',
    firstContact: { amount: 60, unit: 'minutes' },
    because,
  };
  await sql`insert into assessment
    select ${id}, r.id, r.received_at, r.nature, 'none', r.urgency,
      ${JSON.stringify(advice)}::jsonb || jsonb_build_object('nature', r.nature, 'urgency', r.urgency)
    from made join report r on r.municipality_id = ${id} and r.id = made.id`.execute(kysely);
  await sql`insert into handover (municipality_id, id, report_id, step, service_id, offered_at, deadline, status, nature)
    select ${id}, gen_random_uuid(), r.id, 'first-service',
      (${[services['district-team'], services['community-work']]}::uuid[])[1 + r.number % 2], ${now}, r.deadline, 'offered', r.nature
    from made join report r on r.municipality_id = ${id} and r.id = made.id where r.status = 'offered'`.execute(
    kysely,
  );
  await sql`insert into report_place (municipality_id, report_id, address_id)
    select ${id}, made.id, a.id from made
    join address a on a.municipality_id = ${id} and a.house_number = (2 + (made.number::bigint * 7919) % (${ADDRESSES} - 1))::text
      and a.neighbourhood_id = ${idOf(slug, 'buurt', '0')}`.execute(kysely);
  await sql`insert into report_word
    select distinct ${id}::uuid, made.id, made.id,
      'z' || translate(floor(power(${WORDS}::float8, random()))::int::text, '0123456789', ${LETTERS})
    from made cross join generate_series(1, ${WORDS_EACH}::int)`.execute(kysely);
}
