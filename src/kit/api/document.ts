import type { RouteConfig } from '@hono/zod-openapi';
import { z } from 'zod';
import { ProblemBody } from '../edge.ts';
import { PROBLEMS, type ProblemStatus } from '../problem.ts';
import type { Operation } from './operation.ts';

export const SECURITY_SCHEME = 'oauth2';

const VERSION_HEADER = {
  'API-Version': { description: 'De volledige versie van de API.', schema: { type: 'string' as const } },
};

const PROBLEM_TEXTS = {
  400: 'De aanvraag klopt niet; alle fouten staan erin.',
  401: 'Er is geen geldig token.',
  403: 'Dit mag deze client niet, of niet namens deze persoon.',
  404: 'Dit bestaat niet, of niet voor deze client.',
  405: 'Deze methode kan hier niet.',
  406: 'In deze vorm kan het antwoord niet worden gegeven.',
  409: 'Dit past niet bij hoe de melding er nu voor staat.',
  413: 'Het bericht is te groot.',
  415: 'Dit soort bericht wordt hier niet gelezen.',
  429: 'Te veel aanvragen; Retry-After zegt hoe lang te wachten.',
  500: 'Er ging bij ons iets mis.',
  503: 'De dienst is nu niet bereikbaar.',
} satisfies Record<ProblemStatus, string>;

/** The statuses with which an operation may refuse; it can give no other. */
function problemsOf({ method, access, path, input, refusals = {} }: Operation): ProblemStatus[] {
  const statuses = new Set<ProblemStatus>([400, 406, 429, 500, 503, ...Object.values(refusals)]);
  if (access !== 'public') statuses.add(401).add(403);
  if (path.includes('{')) statuses.add(404);
  if (input.body) statuses.add(413).add(415);
  if (method === 'post') statuses.add(409).add(413);
  return [...statuses].toSorted((a, b) => a - b);
}

const Town = z.object({
  gemeente: z.string().meta({
    description: 'De korte naam van de gemeente, zoals in het adres van haar pagina’s.',
    example: 'voorbeeldstad',
  }),
});

const OnBehalf = z.object({
  Namens: z.string().meta({
    description: 'Inlognaam van de medewerker voor wie de client dit doet; iemand van de eigen organisatie.',
  }),
});

/** An operation as OpenAPI describes it. */
export function describeOperation(operation: Operation): RouteConfig {
  const { method, path, id, tag, summary, description, access, scope, input, answer } = operation;
  const params = path.includes('{gemeente}') ? Town.extend(input.path?.shape ?? {}) : input.path;
  const headers = access === 'delegate' ? OnBehalf.extend(input.header?.shape ?? {}) : input.header;
  return {
    method,
    path,
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: access === 'public' ? [] : [{ [SECURITY_SCHEME]: scope === undefined ? [] : [scope] }],
    request: {
      ...(params ? { params } : {}),
      ...(input.query ? { query: input.query } : {}),
      ...(headers ? { headers } : {}),
      ...(input.body
        ? { body: { required: true, content: { 'application/json': { schema: input.body } } } }
        : {}),
    },
    responses: {
      [answer.status]: {
        description: answer.description,
        headers: VERSION_HEADER,
        content: Object.fromEntries(
          Object.entries(answer.media).map(([media, schema]) => [media, { schema }]),
        ),
      },
      ...Object.fromEntries(problemsOf(operation).map((status) => [status, problemResponse(status)])),
    },
  };
}

function problemResponse(status: ProblemStatus) {
  return {
    description: PROBLEM_TEXTS[status],
    headers: {
      ...VERSION_HEADER,
      ...(status === 429
        ? { 'Retry-After': { description: 'Seconden om te wachten.', schema: { type: 'integer' as const } } }
        : {}),
    },
    content: { 'application/problem+json': { schema: ProblemBody } },
  };
}

/** The document itself, open to every site. */
export const DOCUMENT: RouteConfig = {
  method: 'get',
  path: '/openapi.json',
  operationId: 'getOpenapi',
  tags: ['Over deze API'],
  summary: 'Deze beschrijving',
  security: [],
  responses: {
    200: {
      description: 'De beschrijving van deze API volgens OpenAPI 3.1.',
      headers: {
        ...VERSION_HEADER,
        'access-control-allow-origin': {
          description: 'Elke site mag dit lezen.',
          schema: { type: 'string', const: '*' },
        },
      },
      content: { 'application/json': { schema: z.looseObject({ openapi: z.string() }) } },
    },
    500: problemResponse(500),
  },
};

/** Where the `type` of a problem leads. */
export const EXPLANATION: RouteConfig = {
  method: 'get',
  path: '/fouten/{fout}',
  operationId: 'getFout',
  tags: ['Over deze API'],
  summary: 'Wat een soort fout betekent',
  security: [],
  request: { params: z.object({ fout: z.enum(Object.values(PROBLEMS)) }) },
  responses: {
    200: {
      description: 'De soort fout in gewone woorden.',
      headers: VERSION_HEADER,
      content: {
        'application/json': {
          schema: z.object({ status: z.int(), title: z.string(), detail: z.string() }).meta({ id: 'Fout' }),
        },
      },
    },
    404: problemResponse(404),
    500: problemResponse(500),
  },
};
