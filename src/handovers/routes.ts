import { z } from 'zod';
import type { Api, Call, Inputs, Parsed } from '../kit/api/operation.ts';
import { writeCursor } from '../kit/cursor.ts';
import { ReportNumber } from '../kit/edge.ts';
import { ok } from '../kit/outcome.ts';
import type { Actor } from '../people/model.ts';
import { reporterOfCode } from '../reports/index.ts';
import {
  changesFor,
  contentFor,
  extractFor,
  historyFor,
  orderFor,
  reporterPage,
  type Order,
} from './index.ts';
import {
  Afsluiting,
  Deeluitkomst,
  Afwijzing,
  changesQuery,
  CodeMessage,
  Doorgave,
  Geschiedenis,
  Gesprek,
  Handeling,
  Inhoud,
  LetterHeader,
  MelderMelding,
  Melding,
  MeldingList,
  MeldingQuery,
  outcomeOf,
  partOutcomeOf,
  presentExtract,
  presentFile,
  presentHistory,
  presentToReporter,
  reasonOf,
  Tekst,
} from './api-wire.ts';

const REPORTS = '/gemeenten/{gemeente}/meldingen';
const ONE_REPORT = '/gemeenten/{gemeente}/meldingen/{nummer}';
const ByNumber = z.object({ nummer: ReportNumber.meta({ description: 'Nummer van de melding.' }) });
const NOT_YOURS = { 'report-unknown': 404, 'not-allowed': 403 } as const;
const NOT_NOW = { ...NOT_YOURS, 'not-your-turn': 403 } as const;

export interface HandoversOptions {
  /** How many follow-up codes one address may try in an hour. */
  readonly codeTriesPerHour: number;
}

export function handoversRoutes(api: Api<Actor>, options: HandoversOptions): void {
  listRoute(api);
  oneReportRoutes(api);
  contentRoute(api);
  offerRoutes(api);
  workRoutes(api);
  reporterRoutes(api, options);
}

function addressOf({ municipality, link }: Call<Actor>, number: number): string {
  return link(`/gemeenten/${municipality.slug}/meldingen/${number}`);
}

function listRoute(api: Api<Actor>): void {
  api.serve(
    {
      method: 'get',
      path: REPORTS,
      id: 'getMeldingen',
      tag: 'Meldingen',
      summary: 'Wat er is gewijzigd aan meldingen, het langst geleden eerst',
      description:
        'Uittreksels van meldingen die bij de eigen diensten liggen of aan hen zijn aangeboden; met meldingen:alle van alle meldingen. Een bladzijde kan korter zijn dan gevraagd: ga door zolang er een link naar een volgende is. Vraag de keer daarna met het peilmoment van de eerste bladzijde.',
      access: 'client',
      scope: 'meldingen:lezen',
      input: { query: MeldingQuery },
      answer: { status: 200, description: 'Een bladzijde.', media: { 'application/json': MeldingList } },
      refusals: NOT_YOURS,
    },
    async ({ query }, call) => {
      const page = await changesFor(call.db, call.caller, changesQuery(query));
      if (!page.ok) return page;
      const { extracts, next, mark } = page.value;
      const here = (cursor: string | undefined) => pageAddress(call, query, cursor);
      const following = next && here(writeCursor(next));
      const body = {
        meldingen: extracts.map((extract) => presentExtract(extract, addressOf(call, extract.number))),
        peilmoment: mark.toISOString(),
        _links: {
          self: { href: here(query.cursor) },
          ...(following === undefined ? {} : { volgende: { href: following } }),
        },
      };
      return ok({
        body,
        ...(following === undefined ? {} : { headers: { link: `<${following}>; rel="next"` } }),
      });
    },
  );
}

function oneReportRoutes(api: Api<Actor>): void {
  api.serve(
    {
      method: 'get',
      path: ONE_REPORT,
      id: 'getMelding',
      tag: 'Meldingen',
      summary: 'Hoe een melding ervoor staat',
      access: 'client',
      scope: 'meldingen:lezen',
      input: { path: ByNumber },
      answer: { status: 200, description: 'Het uittreksel.', media: { 'application/json': Melding } },
      refusals: NOT_YOURS,
    },
    async ({ path }, call) => {
      const extract = await extractFor(call.db, call.caller, path.nummer);
      return extract.ok ? ok({ body: presentExtract(extract.value, addressOf(call, path.nummer)) }) : extract;
    },
  );
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/meldingen/{nummer}/geschiedenis',
      id: 'getGeschiedenis',
      tag: 'Meldingen',
      summary: 'Wat er met een melding gebeurde',
      access: 'client',
      scope: 'meldingen:lezen',
      input: { path: ByNumber },
      answer: { status: 200, description: 'De geschiedenis.', media: { 'application/json': Geschiedenis } },
      refusals: NOT_YOURS,
    },
    async ({ path }, { db, caller }) => {
      const history = await historyFor(db, caller, path.nummer);
      return history.ok ? ok({ body: presentHistory(history.value) }) : history;
    },
  );
}

function contentRoute(api: Api<Actor>): void {
  api.serve(
    {
      method: 'get',
      path: '/gemeenten/{gemeente}/meldingen/{nummer}/inhoud',
      id: 'getInhoud',
      tag: 'Meldingen',
      summary: 'De woorden van een melding, na aanname',
      description:
        'Namens wie de melding heeft, of wie in de dienst werkt die haar heeft. Elke keer lezen wordt vastgelegd.',
      access: 'delegate',
      scope: 'meldingen:inhoud',
      input: { path: ByNumber },
      answer: { status: 200, description: 'De woorden.', media: { 'application/json': Inhoud } },
      refusals: { ...NOT_YOURS, 'words-closed': 403 },
    },
    async ({ path }, { db, caller }) => {
      const file = await contentFor(db, caller, path.nummer);
      return file.ok ? ok({ body: presentFile(file.value) }) : file;
    },
  );
}

/** The same question with another cursor. Filters are codes and moments, so they may stand in an address. */
function pageAddress(
  { municipality, link }: Call<Actor>,
  query: MeldingQuery,
  cursor: string | undefined,
): string {
  const parameters = Object.entries({ ...query, cursor }).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return link(`/gemeenten/${municipality.slug}/meldingen?${new URLSearchParams(parameters).toString()}`);
}

interface OrderRoute<I extends Inputs> {
  /** The last part of the address: what is made of it, in the plural. */
  readonly part: string;
  readonly id: string;
  readonly summary: string;
  readonly input: I;
  readonly order: (input: Parsed<I>) => Order;
  readonly fields?: readonly (readonly [string, string])[];
}

/** Each thing that can be done with a report is a sub-resource; doing it twice changes nothing twice. */
function orderRoute<I extends Inputs>(
  api: Api<Actor>,
  { part, id, summary, input, order, fields }: OrderRoute<I>,
): void {
  api.serve(
    {
      method: 'post',
      path: `${ONE_REPORT}/${part}`,
      id,
      tag: 'Behandelen',
      summary,
      access: 'delegate',
      scope: 'meldingen:behandelen',
      input: { ...input, path: ByNumber },
      answer: { status: 201, description: 'Gedaan.', media: { 'application/json': Handeling } },
      refusals: NOT_NOW,
      ...(fields ? { fields } : {}),
    },
    async (read, call) => {
      const { nummer } = read.path as z.output<typeof ByNumber>;
      const done = await orderFor(call.db, call.caller, nummer, order(read));
      if (!done.ok) return done;
      const melding = { href: addressOf(call, nummer) };
      return ok({ body: { nummer, handeling: part, _links: { melding } } });
    },
  );
}

/** With whom it lies. */
function offerRoutes(api: Api<Actor>): void {
  orderRoute(api, {
    part: 'aannames',
    id: 'postAanname',
    summary: 'Aannemen; zorg die een mens overdroeg vraagt daarna om een gesprek met wie overdroeg',
    input: {},
    order: () => ({ command: 'accept' }),
  });
  orderRoute(api, {
    part: 'afwijzingen',
    id: 'postAfwijzing',
    summary: 'Niet aannemen, met een reden en een voorstel wie dan',
    input: { body: Afwijzing },
    order: ({ body: { reden, voorstel } }) => ({
      command: 'decline',
      reason: reasonOf(reden),
      ...(voorstel ? { proposal: { serviceId: voorstel.dienstId.toLowerCase() } } : {}),
    }),
    fields: [['proposal', 'voorstel/dienstId']],
  });
  orderRoute(api, {
    part: 'gesprekken',
    id: 'postGesprek',
    summary: 'Vastleggen dat er is gesproken met wie de melding overdroeg',
    input: { body: Gesprek },
    order: ({ body }) => ({ command: 'spoken', talk: { at: new Date(body.op) } }),
    fields: [['spokeAt', 'op']],
  });
  orderRoute(api, {
    part: 'doorgaven',
    id: 'postDoorgave',
    summary: 'Doorgeven aan een andere dienst; tot die aanneemt blijft de melding van wie haar had',
    input: { body: Doorgave },
    order: ({ body }) => ({ command: 'hand-on', serviceId: body.dienstId.toLowerCase() }),
    fields: [['service', 'dienstId']],
  });
  orderRoute(api, {
    part: 'overnames',
    id: 'postOvername',
    summary: 'Overnemen van een collega van dezelfde dienst',
    input: {},
    order: () => ({ command: 'take-over' }),
  });
}

/** What the owner does. */
function workRoutes(api: Api<Actor>): void {
  orderRoute(api, {
    part: 'eerste-contacten',
    id: 'postEersteContact',
    summary: 'Vastleggen dat er contact is geweest',
    input: {},
    order: () => ({ command: 'contacted' }),
  });
  orderRoute(api, {
    part: 'vragen',
    id: 'postVraag',
    summary: 'De melder iets vragen',
    input: { header: LetterHeader, body: Tekst },
    order: ({ header, body }) => ({ command: 'ask', body: body.tekst, key: keyFrom(header) }),
  });
  orderRoute(api, {
    part: 'notities',
    id: 'postNotitie',
    summary: 'Een notitie voor collega’s',
    input: { header: LetterHeader, body: Tekst },
    order: ({ header, body }) => ({ command: 'note', body: body.tekst, key: keyFrom(header) }),
  });
  orderRoute(api, {
    part: 'afsluitingen',
    id: 'postAfsluiting',
    summary: 'Afsluiten, met een uitkomst',
    input: { body: Afsluiting },
    order: ({ body }) => ({
      command: 'close',
      outcome: outcomeOf(body.uitkomst),
      message: body.bericht ?? '',
    }),
    fields: [['message', 'bericht']],
  });
  orderRoute(api, {
    part: 'deeluitkomsten',
    id: 'postDeeluitkomst',
    summary: 'Zeggen wat er van een deel is gekomen',
    input: { body: Deeluitkomst },
    order: ({ body }) => ({
      command: 'finish-part',
      outcome: partOutcomeOf(body.uitkomst),
      body: body.bericht,
    }),
    fields: [['outcome', 'uitkomst']],
  });
  orderRoute(api, {
    part: 'heropeningen',
    id: 'postHeropening',
    summary: 'Heropenen',
    input: {},
    order: () => ({ command: 'reopen' }),
  });
}

function keyFrom(header: z.output<typeof LetterHeader>): string {
  return header['Idempotency-Key'].toLowerCase();
}

function reporterRoutes(api: Api<Actor>, { codeTriesPerHour }: HandoversOptions): void {
  api.serve(
    {
      method: 'post',
      path: '/gemeenten/{gemeente}/volgcodes',
      id: 'postVolgcode',
      tag: 'Melder',
      summary: 'Wat de melder ziet, voor wie de volgcode heeft',
      description:
        'De code gaat in het bericht, want een adres wordt bewaard. Er ontstaat niets en er blijft niets open staan.',
      access: 'public',
      input: { body: CodeMessage },
      answer: { status: 200, description: 'De melding.', media: { 'application/json': MelderMelding } },
      refusals: { 'code-limit': 429, 'code-unknown': 404, 'report-unknown': 404 },
      fields: [['code', 'volgcode']],
    },
    async ({ body }, { db, municipality, address }) => {
      const attempt = { typed: body.volgcode, address, triesPerHour: codeTriesPerHour };
      const reporter = await reporterOfCode(db, municipality.id, attempt);
      if (!reporter.ok) return reporter;
      const view = await reporterPage(db, reporter.value);
      return view.ok ? ok({ body: presentToReporter(view.value) }) : view;
    },
  );
}
